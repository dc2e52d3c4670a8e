namespace Weir.Evidence.Http;

/// <summary>What ended the reading of a body before its end.</summary>
public enum ReadEnd
{
    /// <summary>The connection broke off; the rest may be asked for at once.</summary>
    Broken,

    /// <summary>Nothing came for too long.</summary>
    Stalled,

    /// <summary>The time in all ran out.</summary>
    TimeOver,

    /// <summary>More bytes than allowed.</summary>
    TooLarge,
}

/// <summary>The body of an answer could not be read to its end; the message is a clause without its full stop.</summary>
public sealed class GuardedReadException(string clause, ReadEnd end, Exception? cause = null) : IOException(clause, cause)
{
    /// <summary>What ended it.</summary>
    public ReadEnd End { get; } = end;
}

/// <summary>A host leads only to addresses that must not be reached for a stranger.</summary>
internal sealed class GuardRefusalException(string clause) : Exception(clause);
