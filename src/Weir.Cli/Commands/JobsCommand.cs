using System.CommandLine;
using System.Globalization;
using Weir.Storage;
using Weir.Storage.Jobs;

namespace Weir.Cli.Commands;

/// <summary><c>weir jobs</c>: the batch jobs of a tenant, seen and steered from the machine that holds them.</summary>
internal static class JobsCommand
{
    private static readonly Argument<long> Id = new("ID") { Description = "The number of a job" };
    private static readonly Option<string> Tenant = new("--tenant") { Description = "Whose jobs (default main)", DefaultValueFactory = _ => "main" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many at most", DefaultValueFactory = _ => 50 };

    internal static Command Create()
    {
        var list = new Command("list", "Show the newest jobs (the default)") { Limit, Tenant };
        list.SetAction(List);
        var command = new Command("jobs", "Show batch jobs, and pause, resume or cancel them") { list, Limit, Tenant };
        command.SetAction(List);
        command.Add(Act("show", "Show one job", (_, _) => true, ""));
        command.Add(Act("pause", "Stop a job after the chunk that is being judged", (store, job) => store.Jobs.Pause(job.Tenant, job.Id), "It must be queued or running."));
        command.Add(Act("resume", "Let a job go on that was paused or failed", (store, job) => store.Jobs.Resume(job.Tenant, job.Id), "It must be paused or failed."));
        command.Add(Act("cancel", "End a job; what was judged stays", (store, job) => store.Jobs.Cancel(job.Tenant, job.Id, Environment.UserName), "It has ended already."));
        return command;
    }

    private static int List(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        var limit = parsed.GetValue(Limit);
        if (limit < 1) throw CliError.Usage("--limit must be 1 or more.");
        var jobs = store.Jobs.List(parsed.TenantOf(Tenant, store), null, null, limit);
        var output = parsed.InvocationConfiguration.Output;
        if (jobs.Count == 0) output.WriteLine("No job yet; POST /v1/jobs or the page at /jobs takes a file.");
        foreach (var job in jobs) output.WriteLine(Line(job));
        return ExitCode.Done;
    }

    private static Command Act(string name, string description, Func<WeirStore, JobRecord, bool> act, string must)
    {
        var command = new Command(name, description) { Id, Tenant };
        command.SetAction(parsed =>
        {
            using var store = parsed.OpenStore();
            var (id, tenant) = (parsed.GetValue(Id), parsed.TenantOf(Tenant, store));
            var job = store.Jobs.Find(tenant, id) ?? throw new CliError($"The tenant {tenant} has no job {id}; `weir jobs list` names its jobs.");
            if (!act(store, job)) throw new CliError($"Job {id} is {job.State}. {must}");
            parsed.InvocationConfiguration.Output.WriteLine(Line(store.Jobs.Find(tenant, id)!));
            return ExitCode.Done;
        });
        return command;
    }

    // Names come from strangers; what does not show was taken out of them when they came in.
    private static string Line(JobRecord job) => string.Create(CultureInfo.InvariantCulture,
        $"{job.Id,5}  {job.State,-9}  {(job.State == JobState.Done ? 1 : job.TotalBytes == 0 ? 0 : (double)job.ReadBytes / job.TotalBytes),5:P0}  {job.Rows,10:N0} rows  {job.FailedRows,7:N0} failed  {job.CreatedAt:yyyy-MM-dd HH:mm}  {job.Owner}  {job.Name}{(job.Sentence is { } sentence ? ": " + sentence : "")}");
}
