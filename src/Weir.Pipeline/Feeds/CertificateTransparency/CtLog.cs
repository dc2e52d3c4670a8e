namespace Weir.Pipeline.Feeds.CertificateTransparency;

/// <summary>An answer of a log: the value, or a clause that says why there is none, and before when the log asks not to be asked again.</summary>
internal sealed record CtAnswer<T>(T? Value, string? Clause = null, DateTimeOffset? NotBefore = null)
    where T : class
{
    /// <summary>The same failure of another question.</summary>
    public CtAnswer<TOther> As<TOther>()
        where TOther : class => new(null, Clause, NotBefore);
}

/// <summary>How many entries a log has.</summary>
internal sealed record CtSize(long Entries);

/// <summary>Consecutive entries; one that cannot be read is there with its fault.</summary>
internal sealed record CtBatch(IReadOnlyList<(CtEntry Entry, string Fault)> Entries);

/// <summary>A certificate-transparency log, in one of the two forms in which logs are read.</summary>
internal interface ICtLog
{
    /// <summary>The size that the log promises now.</summary>
    public Task<CtAnswer<CtSize>> SizeAsync(CancellationToken ct);

    /// <summary>Entries from an index on, of a log of this size; as many as one request gives, at least one.</summary>
    public Task<CtAnswer<CtBatch>> ReadAsync(long from, long size, CancellationToken ct);
}
