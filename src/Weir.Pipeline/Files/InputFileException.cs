namespace Weir.Pipeline.Files;

/// <summary>A file that cannot be read at all; the message is one sentence that names it and the way out.</summary>
public sealed class InputFileException(string message, Exception? cause = null) : Exception(message, cause);
