namespace Weir.Storage;

/// <summary>The store cannot do its work. The message is one sentence that says what failed, where, and the way out.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates the refusal with its sentence.</summary>
    public StoreException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>True when the disk of the database is full.</summary>
    public bool IsFull { get; init; }
}
