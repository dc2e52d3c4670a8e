using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Weir.Pipeline.Files;
using Weir.Server.Live;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Security.Limits;
using Weir.Storage;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace Weir.Server.Jobs;

/// <summary>What a request says about the job that it makes.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="MediaType">Its media type; empty when not said.</param>
/// <param name="Choice">How it is written, as far as that is chosen.</param>
/// <param name="Start">True when it starts at once.</param>
internal sealed record JobRequest(string Name, string MediaType, ShapeChoice Choice, bool Start);

/// <summary>Takes files in: streamed to the disk, bounded, looked at. A file that is refused leaves nothing behind.</summary>
internal sealed class JobIntake(StoreDoor open, JobFiles files, ServerOptions options, QuotaDoor quota, JobSignal signal, LiveEvents live)
{
    private const int BufferBytes = 1 << 18;

    // Boundaries and small fields around a file of the full size.
    private const int FormBytes = 1 << 16;

    // The disk is asked again each time so many bytes came in.
    private const long LookEvery = 64L << 20;

    private JobSettings Settings => options.Jobs;

    /// <summary>Most bytes of a request with a file of the full size.</summary>
    public static long MostRequest(JobSettings settings) => (long)settings.MaxBytes + FormBytes;

    /// <summary>Why a request need not even be read: it says that it is too long, or the disk is full. Null when it may come; the bound of other requests is lifted then.</summary>
    public Problem? Refusal(HttpContext context)
    {
        var length = context.Request.ContentLength;
        if (length > MostRequest(Settings)) return TooLarge();
        if (!files.HasRoom(2 * (length ?? 0))) return NoRoom();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MostRequest(Settings);
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = new MinDataRate(bytesPerSecond: 100, gracePeriod: TimeSpan.FromSeconds(30));
        return null;
    }

    /// <summary>Takes one file in; what is asked of it may depend on fields that come after it, so it is asked for at the end.</summary>
    public async Task<JobActs.Outcome> TakeAsync(HttpContext context, Stream body, string name, string mediaType, Func<Task<(JobRequest? Request, Problem? Problem)>> ask)
    {
        var (store, caller) = (open(), context.Caller());
        var id = store.Jobs.Begin(caller.Tenant, caller.Name, FileNames.Clean(name), mediaType.Length > 100 ? "" : mediaType, Environment.MachineName);
        var isKept = false;
        try
        {
            files.Create(id);
            using var held = files.TryLock(id);
            if (await SaveAsync(body, id, context.RequestAborted) is { } refused) return new(null, refused);
            var (request, problem) = await ask();
            if (request is null) return new(null, problem);
            var outcome = Finish(store, caller, id, request);
            outcome.Limited?.Tell(context.Response.Headers);
            if (outcome.Problem is { } unreadable) return new(null, unreadable);
            isKept = true;
        }
        catch (IOException full) when (!files.HasRoom(0) && full is not BadHttpRequestException)
        {
            return new(null, NoRoom());
        }
        finally
        {
            if (!isKept) Forget(store, id);
        }
        signal.Wake();
        live.Publish(JobBeat.JobsTopic);
        return new(store.Jobs.Find(caller.Tenant, id), null);
    }

    private async Task<Problem?> SaveAsync(Stream body, long id, CancellationToken ct)
    {
        await using var file = OwnerOnly.Open(files.Input(id), FileMode.CreateNew, FileShare.Read, FileOptions.Asynchronous);
        var buffer = new byte[BufferBytes];
        var (length, lookAt) = (0L, LookEvery);
        while (await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct) is > 0 and var read)
        {
            length += read;
            if (length > Settings.MaxBytes) return TooLarge();
            if (length > lookAt && !files.HasRoom(length)) return NoRoom();
            if (length > lookAt) lookAt += LookEvery;
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }
        file.Flush(flushToDisk: true);
        return length > 0 ? null : Problem.BadRequest("The file is empty. Send CSV, TSV, JSON lines or one address a line, plain or .gz.");
    }

    private (Problem? Problem, Limited? Limited) Finish(WeirStore store, Caller caller, long id, JobRequest request)
    {
        try
        {
            var name = FileNames.Clean(request.Name);
            var shape = ShapeDetector.Detect(files.Input(id), ShapeHint.Of(name, request.MediaType), request.Choice, name);
            if (!RowPreview.HasRows(files.Input(id), shape)) return (Problem.BadRequest(NoRows(shape)), null);
            var isKnown = shape.UrlColumn >= 0;
            // Without bounds nobody needs to know beforehand how many rows there are.
            if (!caller.Meter.IsFree && quota.TryTake(caller, RowPreview.CountRows(files.Input(id), shape)) is { } limited)
                return (new Problem(StatusCodes.Status429TooManyRequests, limited.Detail), limited);
            store.Jobs.Arrived(id, new FileInfo(files.Input(id)).Length, JobShapes.Store(shape), request.Start && isKnown, caller.Name,
                isKnown ? null : "No column looks like addresses. Choose the column, then start the job.");
            return (null, null);
        }
        catch (InputFileException fault)
        {
            return (Problem.BadRequest(fault.Message), null);
        }
    }

    /// <summary>What is answered to a file without anything to judge.</summary>
    internal static string NoRows(FileShape shape) => shape.HasHeader
        ? $"The file holds no row below its header ({string.Join(", ", shape.Columns.Take(5).Select(FileNames.Clean))}). Send one with rows, or say header=false if its first line is an address."
        : "The file holds no row, only blank lines or a byte order mark. Send one with an address in it.";

    private void Forget(WeirStore store, long id)
    {
        files.Delete(id);
        store.Jobs.Forget(id);
    }

    private Problem TooLarge() => Problem.TooLarge($"The file is longer than {Settings.MaxBytes} bytes (Jobs:MaxBytes). Pack it with gzip, or split it.");

    private static Problem NoRoom() => new(StatusCodes.Status507InsufficientStorage, "The disk of this server has too little space left for the file and its result. Delete old jobs, or ask whoever runs the server to free some.");
}
