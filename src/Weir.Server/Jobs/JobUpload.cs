using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Weir.Server.Problems;

namespace Weir.Server.Jobs;

/// <summary>The two ways in which a file comes: the body of a request to the API, or the form of the page.</summary>
internal sealed class JobUpload(JobIntake intake, IAntiforgery antiforgery)
{
    private const string TokenField = "__RequestVerificationToken";

    /// <summary>Takes a request to the API: the file alone, named and described by the query, or a form.</summary>
    public async Task<JobActs.Outcome> TakeAsync(HttpContext context)
    {
        var faults = new List<Fault>();
        var asked = Asked(name => context.Request.Query[name].ToString(), "", context.Request.ContentType ?? "", faults);
        if (faults.Count > 0) return new(null, Problem.Invalid(faults));
        if (intake.Refusal(context) is { } refusal) return new(null, refusal);
        if (JobForm.Of(context.Request) is { } form) return await TakeAsync(context, form, isPage: false);
        return await intake.TakeAsync(context, context.Request.Body, asked.Name, asked.MediaType, () => Task.FromResult<(JobRequest?, Problem?)>((asked, null)));
    }

    /// <summary>Takes the form of the page, whose first field is the token that shows it is ours.</summary>
    public async Task<JobActs.Outcome> TakePageAsync(HttpContext context)
    {
        if (intake.Refusal(context) is { } refusal) return new(null, refusal);
        return JobForm.Of(context.Request) is { } form ? await TakeAsync(context, form, isPage: true) : new(null, JobForm.Broken);
    }

    private async Task<JobActs.Outcome> TakeAsync(HttpContext context, JobForm form, bool isPage)
    {
        try
        {
            var file = await form.FileAsync(context.RequestAborted);
            if (isPage && !await IsOursAsync(context, form)) return new(null, Problem.BadRequest("The page was open for too long. Load it again, then send the file."));
            if (file is null) return new(null, Problem.BadRequest("The form has no file. Choose one, then send it."));
            var type = file.Section.ContentType ?? "";
            return await intake.TakeAsync(context, file.FileStream ?? Stream.Null, file.FileName, type, async () =>
            {
                await form.EndAsync(context.RequestAborted);
                var faults = new List<Fault>();
                var asked = Asked(name => form[name] ?? context.Request.Query[name].ToString(), file.FileName, type, faults);
                return faults.Count > 0 ? (null, Problem.Invalid(faults)) : (asked, null);
            });
        }
        catch (Exception broken) when (JobForm.IsBroken(broken))
        {
            return new(null, JobForm.Broken);
        }
    }

    // In a header the token is found without reading the form, which would put the whole file into memory.
    private Task<bool> IsOursAsync(HttpContext context, JobForm form)
    {
        context.Request.Headers["RequestVerificationToken"] = form[TokenField] ?? "none";
        return antiforgery.IsRequestValidAsync(context);
    }

    private static JobRequest Asked(Func<string, string?> value, string name, string mediaType, ICollection<Fault> faults) => new(
        value("name") is { Length: > 0 } given ? given : name, mediaType, JobShapes.Choice(value, faults), JobShapes.Truth(value("start"), "start", faults) ?? false);
}
