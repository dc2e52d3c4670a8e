using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Api;
using Weir.Server.Live;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Settings;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Storage.Tables;
using Weir.Storage.Training;

namespace Weir.Server.Tables;

/// <summary>Over HTTP: whether the loop trains a table by itself, why it did or did not, and what its cycles came to.</summary>
internal static class TableLoopEndpoints
{
    /// <summary>Maps /v1/tables/{name}/loop and /v1/tables/{name}/cycles.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/tables/{name}/loop", (string name, StoreDoor open, ServerOptions options) => Find(open(), name, options)).WithTags("Tables").WithName("tableLoop").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("Whether the loop trains the table by itself, whether it trains tables at all (Tables:Train), and its last decision with its reason.")
            .Produces<TableLoopAnswer>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPut("/v1/tables/{name}/loop", PutAsync).WithTags("Tables").WithName("setTableLoop").Needs(AccessRole.Analyst, mainOnly: true)
            .WithSummary("Lets the loop train the table by itself, or leaves it to people.")
            .WithMetadata(new AcceptsMetadata(["application/json"], typeof(TableLoopBody))).Produces<TableLoopAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        routes.MapGet("/v1/tables/{name}/cycles", Cycles).WithTags("Tables").WithName("tableCycles").Needs(AccessRole.Viewer, mainOnly: true)
            .WithSummary("The cycles of a table, begun by the loop or by people, newest first: how far each came, what came of it, and why; query: limit, cursor.")
            .Produces<PageAnswer<TableCycleAnswer>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Find(WeirStore store, string name, ServerOptions options) =>
        store.Tables.Find(name) is { } table ? Results.Ok(TableLoopAnswer.Of(store, table, IsOn(options))) : new ProblemResult(TableProblems.NotFound(name));

    private static async Task<IResult> PutAsync(HttpContext context, string name, StoreDoor open, ServerOptions options, LiveEvents live)
    {
        var store = open();
        if (store.Tables.Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        var (body, problem) = await JsonFields.ReadAsync(context.Request);
        if (body is null) return new ProblemResult(problem!);
        var faults = new List<Fault>();
        bool trains;
        using (body)
        {
            var fields = new JsonFields(body.RootElement, "", faults);
            trains = fields.Truth("trains");
            if (faults.Count == 0 && !(body.RootElement.TryGetProperty("trains", out var said) && said.ValueKind != JsonValueKind.Null)) fields.Fault("trains", "true or false.");
            fields.Done();
        }

        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        store.Tables.SetTrains(table.Id, trains, context.Caller().Name);
        live.Publish(TableTrainings.Topic);
        return Find(store, name, options);
    }

    private static IResult Cycles(HttpContext context, string name, StoreDoor open)
    {
        var (faults, store) = (new List<Fault>(), open());
        var page = PageQuery.Read(context.Request, faults);
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        if (store.Tables.Find(name) is not { } table) return new ProblemResult(TableProblems.NotFound(name));
        var cut = page.Cut(store.Cycles.On(table.ChannelNumber).Recent(page.Limit + 1, page.After ?? long.MaxValue), cycle => cycle.Id);
        return Results.Ok(new PageAnswer<TableCycleAnswer>([.. cut.Items.Select(TableCycleAnswer.Of)], cut.Next));
    }

    /// <summary>Whether the loop trains tables at all; null when the settings cannot be read.</summary>
    public static bool? IsOn(ServerOptions options)
    {
        // A file that was changed by hand and cannot be used is told by `weir doctor`; what was read at the start holds until then.
        try
        {
            return LearningOptions.Read(options.DataDirectory).Tables.Train;
        }
        catch (SettingsException)
        {
            return null;
        }
    }
}

/// <summary>What PUT /v1/tables/{name}/loop is told.</summary>
/// <param name="Trains">True: the loop trains the table when its time has come; false: only people do.</param>
internal sealed record TableLoopBody(bool Trains);

/// <summary>How the loop treats a table.</summary>
/// <param name="Trains">Whether it trains the table when its time has come.</param>
/// <param name="IsOn">Whether it trains tables at all, by the setting Tables:Train; null when the settings cannot be read.</param>
/// <param name="Decision">What it decided last; null before its first look.</param>
internal sealed record TableLoopAnswer(bool Trains, bool? IsOn, TableDecision? Decision)
{
    /// <summary>The loop of a table as it is answered.</summary>
    public static TableLoopAnswer Of(WeirStore store, TableRecord table, bool? isOn) =>
        new(table.Trains, isOn, store.Trainings.On(table.ChannelNumber).Recent(1) is [var last] ? TableDecision.Of(last) : null);
}

/// <summary>One look at whether to train a table.</summary>
/// <param name="At">When.</param>
/// <param name="Train">Whether a training was due.</param>
/// <param name="Kind">first, asked, samples, drift, removed, age or wait.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="NewRows">Rows that had come since the last training, repeats left out.</param>
/// <param name="LastTraining">When the last training began; null before the first.</param>
internal sealed record TableDecision(DateTimeOffset At, bool Train, string Kind, string Reason, long NewRows, DateTimeOffset? LastTraining)
{
    /// <summary>A decision as it is answered.</summary>
    public static TableDecision Of(TrainingDecisionRecord record) => new(record.At, record.Train, record.Kind, record.Reason, record.NewSamples, record.LastTraining);
}

/// <summary>A cycle of a table.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Stage">The last stage that was completed: begun, snapshot, trained, gated, done.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it ended; null while it goes on, or waits to go on.</param>
/// <param name="Outcome">promoted, shadow, judged, refused, skipped, abandoned or failed; null while it goes on.</param>
/// <param name="Reason">Why it ended so.</param>
/// <param name="Model">The version that it trained; null when it trained none.</param>
internal sealed record TableCycleAnswer(long Id, string Name, string Stage, DateTimeOffset Started, DateTimeOffset? Ended, string? Outcome, string? Reason, string? Model)
{
    /// <summary>A cycle as it is answered.</summary>
    public static TableCycleAnswer Of(CycleRecord cycle) => new(cycle.Id, cycle.Name, cycle.FinishedAt is null ? cycle.Stage : "done", cycle.StartedAt, cycle.FinishedAt, cycle.Outcome, cycle.Reason, cycle.Challenger);
}
