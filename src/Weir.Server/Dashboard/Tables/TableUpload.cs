using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Weir.Pipeline.Tables.Reading;
using Weir.Server.Jobs;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Tables;
using Weir.Storage;

namespace Weir.Server.Dashboard.Tables;

/// <summary>Takes the file of a form of the table pages: streamed to the disk, bounded. One that is refused leaves nothing behind.</summary>
internal sealed class TableUpload(StagedFiles staged, JobIntake intake, JobFiles disk, ServerOptions options, IAntiforgery antiforgery, TimeProvider time)
{
    private const string TokenField = "__RequestVerificationToken";
    private const int BufferBytes = 1 << 18;
    private const long LookEvery = 64L << 20;

    /// <summary>Takes the file; its record is made of the fields of the form.</summary>
    public async Task<(StagedFile? File, Problem? Problem)> TakeAsync(HttpContext context, Func<StagedFile, JobForm, StagedFile> describe)
    {
        if (intake.Refusal(context) is { } refusal) return (null, refusal);
        if (JobForm.Of(context.Request) is not { } form) return (null, JobForm.Broken);
        var (id, isKept) = (staged.Begin(), false);
        try
        {
            var (file, problem) = await TakeAsync(context, form, id);
            if (file is null) return (null, problem);
            file = describe(file, form);
            staged.Save(file);
            isKept = true;
            return (file, null);
        }
        catch (Exception broken) when (JobForm.IsBroken(broken))
        {
            return (null, JobForm.Broken);
        }
        finally
        {
            if (!isKept) staged.Forget(id);
        }
    }

    private async Task<(StagedFile?, Problem?)> TakeAsync(HttpContext context, JobForm form, string id)
    {
        var section = await form.FileAsync(context.RequestAborted);
        // In a header the token is found without reading the form, which would put the whole file into memory.
        context.Request.Headers["RequestVerificationToken"] = form[TokenField] ?? "none";
        if (!await antiforgery.IsRequestValidAsync(context)) return (null, Problem.BadRequest("The page was open for too long. Load it again, then send the file."));
        if (section is null) return (null, Problem.BadRequest("The form has no file. Choose one, then send it."));
        var (bytes, problem) = await SaveAsync(section.FileStream ?? Stream.Null, id, context.RequestAborted);
        problem ??= await Task.Run(() => UploadBounds.Refusal(staged.Input(id), FileNames.Clean(section.FileName), new TableFileChoice(), options.Jobs, context.RequestAborted), context.RequestAborted);
        if (problem is not null) return (null, problem);
        await form.EndAsync(context.RequestAborted);
        var caller = context.Caller();
        return (new StagedFile { Id = id, Name = FileNames.Clean(section.FileName), Bytes = bytes, Actor = caller.Name, Tenant = caller.Tenant, At = time.GetUtcNow(), Table = "" }, null);
    }

    private async Task<(long Bytes, Problem? Problem)> SaveAsync(Stream body, string id, CancellationToken ct)
    {
        await using var file = OwnerOnly.Open(staged.Input(id), FileMode.CreateNew, FileShare.Read, FileOptions.Asynchronous);
        var buffer = new byte[BufferBytes];
        var (length, lookAt) = (0L, 0L);
        while (await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct) is > 0 and var read)
        {
            length += read;
            if (length > options.Jobs.MaxBytes) return (length, Problem.TooLarge($"The file is longer than {options.Jobs.MaxBytes} bytes (Jobs:MaxBytes). Pack it with gzip, or split it."));
            if (length > lookAt && !disk.HasRoom(length)) return (length, new Problem(StatusCodes.Status507InsufficientStorage, "The disk of this server has too little space left. Ask whoever runs the server to free some."));
            if (length > lookAt) lookAt += LookEvery;
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return length > 0 ? (length, null) : (0, Problem.BadRequest("The file is empty. A table has a header line with the names of its columns, and rows below it."));
    }
}
