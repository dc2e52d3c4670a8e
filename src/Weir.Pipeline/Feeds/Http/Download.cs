using System.Globalization;
using System.Net;
using Weir.Evidence.Http;

namespace Weir.Pipeline.Feeds.Http;

/// <summary>What a download came to: a whole body on the disk, or the outcome of the fetch.</summary>
internal sealed record Downloaded(FetchOutcome? Outcome, PartMark? Mark = null, DateTimeOffset? NotBefore = null)
{
    /// <summary>The connection broke and the rest can be asked for.</summary>
    public bool IsBroken { get; init; }
}

/// <summary>
/// Fetches the body of a feed into a file: asks only for what has changed, and continues a part that is there. A connection that breaks
/// after it brought something is continued at once, a few times; then the next fetch goes on from there.
/// </summary>
internal sealed class Download(FeedRun run, Uri address)
{
    private const int MostContinuations = 3;
    private const int BufferBytes = 81_920;

    private readonly FeedSettings _feed = run.Feed;

    public PartFile Part { get; } = new(run.Directory);

    public async Task<Downloaded> FetchAsync(CancellationToken ct)
    {
        for (var continued = 0; ; continued++)
        {
            var had = Part.Length;
            var result = await OnceAsync(Part.Mark(address), ct);
            var goesOn = result.IsBroken && continued < MostContinuations && Part.Length != had;
            if (!goesOn) return result;
        }
    }

    private async Task<Downloaded> OnceAsync(PartMark? part, CancellationToken ct)
    {
        using var answer = await run.Http.SendAsync(Request(part), ct);
        if (answer.Fault is { } fault) return Failed(fault, null);
        var notBefore = RateHeaders.NotBefore(answer, run.Time.GetUtcNow());
        switch (answer.Status)
        {
            case HttpStatusCode.NotModified:
                return new Downloaded(FetchOutcome.Unchanged() with { NotBefore = notBefore });
            case HttpStatusCode.OK:
                return await SaveAsync(answer, MarkOf(answer), FileMode.Create, notBefore, ct);
            case HttpStatusCode.PartialContent when part is not null && Continues(answer):
                return await SaveAsync(answer, part, FileMode.Append, notBefore, ct);
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when part is not null:
                // What is there does not fit any more: begin anew.
                Part.Delete();
                return Failed("the half-done download does not fit what the server has now", notBefore) with { IsBroken = true };
            default:
                return Failed(StatusFaults.Clause(answer.Final!.Authority, (int)answer.Status, _feed, notBefore), notBefore);
        }
    }

    private GuardedRequest Request(PartMark? part)
    {
        List<(string, string)> headers = [("Accept-Encoding", "gzip, deflate, br"), ("Accept", "*/*")];
        if (_feed.UserAgent is { } agent) headers.Add(("User-Agent", agent));
        if (part is not null)
        {
            headers.Add(("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={Part.Length}-")));
            headers.Add(("If-Range", part.Range()!));
        }
        else if (Validators.Parse(run.Cursor, address) is { } known)
        {
            if (known.ETag is { } tag) headers.Add(("If-None-Match", tag));
            if (known.LastModified is { } date) headers.Add(("If-Modified-Since", date));
        }

        return new GuardedRequest
        {
            Address = address,
            IsConfigured = true,
            Headers = headers,
            SecretHeaders = KeyHeader(),
            MaxBytes = Math.Max(1, _feed.MaxBytes - (part is null ? 0 : Part.Length)),
            Timeout = _feed.Timeout,
            StallTimeout = _feed.StallTimeout,
        };
    }

    // "Auth-Key", or "Authorization: Bearer" with what goes before the key.
    private IReadOnlyList<(string, string)> KeyHeader()
    {
        if (_feed.KeyHeader is not { } header || _feed.Key is not { } key) return [];
        var parts = header.Split(':', 2, StringSplitOptions.TrimEntries);
        return [(parts[0], parts.Length == 1 ? key : $"{parts[1]} {key}")];
    }

    private PartMark MarkOf(GuardedAnswer answer) => new()
    {
        Validators = new Validators { AddressHash = Validators.HashOf(address), ETag = answer.Header("ETag"), LastModified = answer.Header("Last-Modified") },
        Encoding = answer.Header("Content-Encoding"),
        ContentType = answer.Header("Content-Type"),
    };

    private bool Continues(GuardedAnswer answer) => answer.ContentHeaders.ContentRange is { From: { } from } && from == Part.Length;

    private async Task<Downloaded> SaveAsync(GuardedAnswer answer, PartMark mark, FileMode mode, DateTimeOffset? notBefore, CancellationToken ct)
    {
        if (mode == FileMode.Create) Part.Begin(mark);
        try
        {
            await using var file = new FileStream(Part.Body, mode, FileAccess.Write, FileShare.Read, 1);
            var buffer = new byte[BufferBytes];
            for (int read; (read = await answer.Body.ReadAsync(buffer, ct)) > 0;)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
                run.Tally.Count(bytes: read);
            }

            return new Downloaded(null, mark, notBefore);
        }
        catch (GuardedReadException fault)
        {
            return Broken(fault, mark, notBefore);
        }
    }

    private Downloaded Broken(GuardedReadException fault, PartMark mark, DateTimeOffset? notBefore)
    {
        var kept = Part.Length;
        var canGoOn = fault.End != ReadEnd.TooLarge && mark.Range() is not null && kept > 0;
        if (!canGoOn) Part.Delete();
        var clause = fault.End == ReadEnd.TooLarge ? $"{fault.Message} (Feeds:{_feed.Name}:MaxBytes)"
            : canGoOn ? string.Create(CultureInfo.InvariantCulture, $"{fault.Message} after {kept:N0} bytes, which are kept: the next attempt goes on from there") : fault.Message;
        return Failed(clause, notBefore) with { IsBroken = canGoOn && fault.End == ReadEnd.Broken };
    }

    private static Downloaded Failed(string clause, DateTimeOffset? notBefore) => new(FetchOutcome.Failed(clause) with { NotBefore = notBefore });
}
