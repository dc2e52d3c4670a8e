using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Weir.Server.Jobs;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;

namespace Weir.Server.Tables;

/// <summary>
/// Takes rows in: the body of a request, or the file of a form, streamed to a temporary file in <c>uploads/</c> of the data directory and bounded as the
/// files of jobs are (Jobs:MaxBytes, Jobs:LeastFreeMiB). What a killed process left there is deleted at a start,
/// told from the files of other living processes by who holds them open.
/// </summary>
internal sealed class TableUploads(JobIntake intake, JobFiles disk, ServerOptions options, TimeProvider time) : IHostedService
{
    /// <summary>The media types that are understood.</summary>
    public static readonly string[] Bodies =
        ["text/csv", "text/tab-separated-values", "application/x-ndjson", "application/jsonl", "application/json", "text/plain", "application/gzip", "application/octet-stream", "multipart/form-data"];

    private const int BufferBytes = 1 << 18;
    private const long LookEvery = 64L << 20;
    private const int MostName = 200;
    private const string Unnamed = "the upload";

    private static readonly TimeSpan BetweenHands = TimeSpan.FromMinutes(1);

    private string Root => Path.Combine(options.DataDirectory, "uploads");

    /// <summary>Takes the rows of a request; the caller disposes them.</summary>
    public async Task<(UploadedRows? Rows, Problem? Problem)> TakeAsync(HttpContext context)
    {
        var request = context.Request;
        if (intake.Refusal(context) is { } refusal) return (null, refusal);
        var form = TableForm.Of(request);
        if (form is null && TableForm.IsMeant(request)) return (null, TableForm.Unreadable);
        OwnerOnly.MakeDirectory(Root);
        var path = Path.Combine(Root, Guid.NewGuid().ToString("N"));
        UploadedRows? rows = null;
        try
        {
            (rows, var problem) = form is not null ? await FormAsync(form, request, path) : await BodyAsync(request, path);
            if (problem is null) problem = await Task.Run(() => Checked(rows!, context.RequestAborted), context.RequestAborted);
            if (problem is null) return (rows, null);
            rows?.Dispose();
            Delete(path);
            return (null, problem);
        }
        catch (Exception broken) when (JobForm.IsBroken(broken))
        {
            Delete(path);
            return (null, JobForm.Broken);
        }
        catch
        {
            rows?.Dispose();
            Delete(path);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Root)) return Task.CompletedTask;
        // One that was just written is not yet held by whoever reads it.
        foreach (var file in Directory.EnumerateFiles(Root).Where(file => File.GetLastWriteTimeUtc(file) < time.GetUtcNow().UtcDateTime - BetweenHands)) Sweep(file);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<(UploadedRows?, Problem?)> BodyAsync(HttpRequest request, string path)
    {
        var problem = await SaveAsync(request.HttpContext, request.Body, path);
        var name = request.Query["source"].ToString();
        return (new UploadedRows(path, Named(name), request.ContentType ?? "", field => [.. request.Query[field].OfType<string>()]) { IsNamed = name.Length > 0 }, problem);
    }

    private async Task<(UploadedRows?, Problem?)> FormAsync(TableForm form, HttpRequest request, string path)
    {
        var ct = request.HttpContext.RequestAborted;
        if (await form.ReadAsync(body => SaveAsync(request.HttpContext, body, path), ct) is { } problem) return (null, problem);
        if (form.FileName is null) return (null, Problem.BadRequest("The form has no file. Add one: curl -F file=@rows.csv."));
        var name = form["source"] is [{ Length: > 0 } said, ..] ? said : request.Query["source"].ToString() is { Length: > 0 } given ? given : form.FileName;
        return (new UploadedRows(path, Named(name), form.FileType, field => form[field] is { Count: > 0 } values ? values : [.. request.Query[field].OfType<string>()]) { IsNamed = name.Length > 0, Schema = form.Schema }, null);
    }

    private async Task<Problem?> SaveAsync(HttpContext context, Stream body, string path)
    {
        var ct = context.RequestAborted;
        // Whoever may check without a key, from another machine, gets no more of the disk than of a check.
        var isStranger = context.Caller() is { KeyId: null, Session: null, IsLocal: false };
        await using var file = OwnerOnly.Open(path, FileMode.CreateNew, FileShare.Read, FileOptions.Asynchronous);
        var buffer = new byte[BufferBytes];
        var (length, lookAt) = (0L, LookEvery);
        while (await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct) is > 0 and var read)
        {
            length += read;
            if (isStranger && length > options.MaxBodyBytes) return Problem.TooLarge($"Without a key a file has at most {options.MaxBodyBytes} bytes (Server:MaxBodyBytes). Send it in parts, or with a key.");
            if (length > options.Jobs.MaxBytes) return Problem.TooLarge($"The file is longer than {options.Jobs.MaxBytes} bytes (Jobs:MaxBytes). Pack it with gzip, or split it.");
            if (length > lookAt && !disk.HasRoom(0)) return new Problem(StatusCodes.Status507InsufficientStorage, "The disk of this server has too little space left for the file. Ask whoever runs the server to free some.");
            if (length > lookAt) lookAt += LookEvery;
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return null;
    }

    private Problem? Checked(UploadedRows rows, CancellationToken ct)
    {
        var faults = new List<Fault>();
        rows.Choose(faults);
        if (faults.Count > 0) return Problem.Invalid(faults);
        return JsonRows.Flatten(rows, options.MaxBodyBytes) ?? UploadBounds.Refusal(rows.Path, rows.Name, rows.Choice, options.Jobs, ct);
    }

    private static string Named(string name)
    {
        var clean = FileNames.Clean(name);
        return name.Length == 0 || clean.Length == 0 ? Unnamed : clean.Length > MostName ? clean[..MostName] : clean;
    }

    private static void Sweep(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) File.Delete(path);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // Swept up at the next start.
        }
    }
}
