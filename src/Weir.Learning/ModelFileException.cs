namespace Weir.Learning;

/// <summary>
/// A model file that cannot be used. The message is one sentence that names the file, the fault and the way out.
/// </summary>
public sealed class ModelFileException : Exception
{
    /// <summary>Creates the exception with its full sentence.</summary>
    public ModelFileException(string message) : base(message) { }

    /// <summary>Creates the exception with its full sentence and the fault of the file system behind it.</summary>
    public ModelFileException(string message, Exception inner) : base(message, inner) { }
}
