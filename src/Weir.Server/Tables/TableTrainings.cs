using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Pipeline;
using Weir.Server.Live;
using Weir.Server.Problems;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Server.Tables;

/// <summary>What became of the wish to train: the training, or why there is none.</summary>
internal sealed record TrainingBegun(TableTraining? Training, Problem? Problem);

/// <summary>
/// Trains tables beside the requests, one at a time in a data directory, and remembers the last of them. The one way for pages and programs. Whenever
/// something changed, the topic <see cref="Topic"/> is told, at most about once a second while the search goes on. Any thread may call.
/// </summary>
/// <remarks>
/// Its shape: <see cref="Begin"/> starts (null problem: begun), <see cref="Running"/> is the one that goes on, <see cref="Latest"/> and <see cref="Find"/> give
/// snapshots (<see cref="TableTraining"/>, immutable: ask again for news), <see cref="Cancel"/> ends one. When the server stops the running one is cancelled.
/// What the loop trains is among them, from <see cref="Train"/>; the loop stops it by itself.
/// </remarks>
internal sealed class TableTrainings(StoreDoor open, ServerOptions options, LiveEvents live, TimeProvider time, ILogger<TableTrainings> log) : IHostedService, ITableWatch
{
    /// <summary>The topic of live events about tables: trainings and loads.</summary>
    public const string Topic = "tables";

    private const int MostKept = 50;
    private const string TheLoop = "the loop";

    private readonly Lock _lock = new();
    private readonly List<TrainingRun> _runs = [];
    private bool _isStopping;

    /// <summary>The training that goes on; null when none does.</summary>
    public TableTraining? Running => Latest().FirstOrDefault(training => training.IsRunning);

    /// <summary>The last trainings of this process, newest first, at most 50; of one table when it is named.</summary>
    public IReadOnlyList<TableTraining> Latest(string? table = null)
    {
        lock (_lock) return [.. _runs.Select(run => run.Now).Where(training => table is null || training.Table == table).Reverse()];
    }

    /// <summary>A training by its number; null when it is not, or no longer, known here.</summary>
    public TableTraining? Find(long id) => RunOf(id)?.Now;

    /// <summary>Starts a training. Refused with 404 for a table that is not there, with 409 while another training runs or the table has no rows.</summary>
    /// <param name="wish">What to train, and how.</param>
    /// <param name="actor">Who wants it, as <c>Caller.Name</c> has it; goes to the audit log.</param>
    public TrainingBegun Begin(TrainingWish wish, string actor)
    {
        var store = open();
        if (store.Tables.Find(wish.Table) is not { } table) return Refused(StatusCodes.Status404NotFound, TableProblems.Unknown(wish.Table));
        if (table.Rows == 0) return Refused(StatusCodes.Status409Conflict, $"The table '{wish.Table}' has no rows to learn from; load some first: POST /v1/tables/{wish.Table}/rows.");
        TrainingRun run;
        lock (_lock)
        {
            if (_isStopping) return Refused(StatusCodes.Status409Conflict, "This server is about to stop; start the training again when it is back.");
            if (_runs.Find(one => one.Now.IsRunning)?.Now is { } other) return Refused(StatusCodes.Status409Conflict, Busy(other));
            if (CycleLock.IsTaken(options.DataDirectory))
                return Refused(StatusCodes.Status409Conflict, Elsewhere(store));
            run = Add(wish.Table, actor, isOfLoop: false);
        }

        store.Audit.Note(actor, "table.train", wish.Table, Detail(run.Now, wish));
        run.Start(stop => new TableCycle(store, OptionsOf(wish, actor), run.Tell).Run(wish.Table, stop), store);
        return new(run.Now, null);
    }

    /// <summary>Ends a training soon, between two fits; false when it is not known here or has ended.</summary>
    public bool Cancel(long id, string actor)
    {
        if (RunOf(id) is not { Now.IsRunning: true } run) return false;
        open().Audit.Note(actor, "table.train.cancel", run.Now.Table, string.Create(CultureInfo.InvariantCulture, $"training {id}"));
        run.Cancel(actor);
        return true;
    }

    /// <inheritdoc/>
    public void Loaded(string table) => live.Publish(Topic);

    /// <inheritdoc/>
    public CycleResult Train(string table, TableCycleRun cycle, CancellationToken ct)
    {
        TrainingRun run;
        lock (_lock) run = Add(table, TheLoop, isOfLoop: true);
        var result = run.Take(stop => cycle(run.Tell, stop), open(), ct);
        // It never began: another has the turn.
        if (result.Outcome == "busy")
            lock (_lock) _runs.Remove(run);
        return result;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        TrainingRun? last;
        lock (_lock)
        {
            _isStopping = true;
            last = _runs.LastOrDefault(run => !run.Now.IsOfLoop);
        }

        if (last is null) return;
        last.Cancel(TrainingRun.TheServer);
        await last.Ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Under the lock.
    private TrainingRun Add(string table, string actor, bool isOfLoop)
    {
        var id = Math.Max(time.GetUtcNow().ToUnixTimeSeconds(), _runs.Count == 0 ? 1 : _runs[^1].Now.Id + 1);
        var run = new TrainingRun(new TableTraining { Id = id, Table = table, Actor = actor, IsOfLoop = isOfLoop, Started = time.GetUtcNow() }, live, time, log);
        _runs.Add(run);
        if (_runs.Count > MostKept) _runs.RemoveAt(0);
        return run;
    }

    private TableCycleOptions OptionsOf(TrainingWish wish, string actor)
    {
        var usual = LearningOptions.Read(options.DataDirectory).TableCycle(actor);
        return usual with { Force = wish.Force, Deploys = wish.Promote, Training = options.TableTraining with { Budget = wish.Budget ?? usual.Training.Budget } };
    }

    private TrainingRun? RunOf(long id)
    {
        lock (_lock) return _runs.Find(run => run.Now.Id == id);
    }

    private static TrainingBegun Refused(int status, string detail) => new(null, new Problem(status, detail));

    private static string Busy(TableTraining other) => string.Create(CultureInfo.InvariantCulture,
        $"A training of the table '{other.Table}' runs since {other.Started:HH:mm} UTC, started by {other.Actor}, and one runs at a time. Wait for it (GET {other.StatusUrl}), or cancel it (POST {other.StatusUrl}/cancel).");

    // Who holds the lock has begun a row, unless it has only just taken it.
    private static string Elsewhere(WeirStore store)
    {
        var what = store.Cycles.UnfinishedEverywhere() is [.., { } cycle] ? string.Create(CultureInfo.InvariantCulture,
            $"A training of {ChannelNames.Of(store, cycle.Channel)} runs since {cycle.StartedAt:HH:mm} UTC ({cycle.Name}), begun by the loop or a command line") : "A training, begun by the loop or a command line, runs";
        return what + ", and one runs at a time in a data directory; try again when it is done.";
    }

    private static string Detail(TableTraining training, TrainingWish wish) => string.Create(CultureInfo.InvariantCulture,
        $"training {training.Id}{(wish.Budget is { } budget ? $", budget {budget}" : "")}{(wish.Promote ? "" : ", not promoted")}{(wish.Force ? ", forced" : "")}");
}
