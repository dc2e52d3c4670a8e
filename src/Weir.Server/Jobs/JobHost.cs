using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Dashboard.Jobs;
using Weir.Server.Schedules;
using Weir.Server.Security;

namespace Weir.Server.Jobs;

/// <summary>Puts batch jobs into the server.</summary>
internal static class JobHost
{
    /// <summary>Adds what takes jobs in, and, where this process runs them, what runs them.</summary>
    public static void AddJobs(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(new JobFiles(options.DataDirectory, options.Jobs)).AddSingleton<JobSignal>();
        services.AddSingleton<JobActs>().AddSingleton<JobIntake>().AddSingleton<JobUpload>();
        if (options.Role is ServerRole.All or ServerRole.Api or ServerRole.Worker) services.AddHostedService<JobRunner>();
        if (options.Role is ServerRole.All or ServerRole.Api) services.AddHostedService<JobBeat>();
    }

    /// <summary>Maps the form of the page, which sends its file here so that it is streamed.</summary>
    public static void MapJobForm(this IEndpointRouteBuilder routes) => routes.MapPost("/jobs/upload", async Task<IResult> (HttpContext context, JobUpload upload) =>
    {
        var outcome = await upload.TakePageAsync(context);
        if (outcome.Job is { } job) return Results.Redirect($"/jobs/{job.Id}");
        SafeHeaders.Set(context.Response);
        return new RazorComponentResult<JobRefusedDocument>(new { Sentence = outcome.Problem!.Detail }) { StatusCode = outcome.Problem.Status };
    }).ExcludeFromDescription().Needs(AccessRole.Analyst).DisableAntiforgery();
}
