using Weir.Storage.Alerts;
using Weir.Storage.Answers;
using Weir.Storage.Appeals;
using Weir.Storage.Collecting;
using Weir.Storage.Exports;
using Weir.Storage.Feeds;
using Weir.Storage.Figures;
using Weir.Storage.Jobs;
using Weir.Storage.Keeping;
using Weir.Storage.Models;
using Weir.Storage.Monitoring;
using Weir.Storage.Review;
using Weir.Storage.Samples;
using Weir.Storage.Security;
using Weir.Storage.Settings;
using Weir.Storage.Tables;
using Weir.Storage.Tracking;
using Weir.Storage.Training;
using Weir.Storage.Verdicts;

namespace Weir.Storage;

/// <summary>
/// Everything Weir remembers, in one SQLite file of a data directory or in one PostgreSQL database. Safe for use by several threads and
/// processes at once; every member throws <see cref="StoreException"/> when the database cannot serve it.
/// </summary>
public sealed class WeirStore : IDisposable
{
    internal const string FileName = "weir.db";

    /// <summary>The file of the data directory that keeps the newest entry of the audit log.</summary>
    public const string AnchorName = Audits.AnchorFile.Name;

    private readonly Database _database;

    private WeirStore(string directory, Database database)
    {
        DataDirectory = directory;
        _database = database;
        Audit = new AuditLog(database, directory);
        Samples = new SampleStore(database);
        Imports = new ImportLog(database);
        Models = new ModelStore(database);
        Datasets = new DatasetLog(database);
        Cycles = new CycleLog(database);
        Lists = new ListStore(database);
        Settings = new SettingStore(database);
        Trainings = new TrainingLog(database);
        Claims = new ClaimReview(database);
        Standings = new FeedStandings(database);
        SetAsides = new SetAsides(database);
        Gold = new GoldSet(database);
        Relistings = new Relistings(database);
        Appeals = new AppealStore(database);
        ReviewQueue = new ReviewQueue(database);
        Schedules = new ScheduleStore(database);
        Watch = new WatchStore(database);
        Feeds = new FeedStore(database, Samples);
        File = new DatabaseFile(database);
        Alerts = new AlertStore(database);
        Tracking = new TrackingStore(database);
        Reigns = new ReignLog(database);
        Deployments = new DeploymentStore(database);
        Verdicts = new VerdictLog(database);
        History = new VerdictHistory(database);
        Figures = new FigureStore(database);
        Served = new ServedLog(database);
        LaterLabels = new LaterLabels(database);
        Taken = new TakenFiles(database);
        Candidates = new CandidateStore(database);
        Outbox = new Outbox(database);
        Collectors = new CollectorStore(database);
        Answers = new AnswerStore(database);
        Tenants = new TenantStore(database);
        Keys = new KeyStore(database);
        Usage = new UsageStore(database);
        Accounts = new AccountStore(database);
        Sessions = new SessionStore(database);
        Jobs = new JobStore(database);
        Threats = new ThreatStore(database);
        Tables = new TableStore(database);
        Events = new EventSource(database);
    }

    /// <summary>The directory that holds the database, models/ and datasets/.</summary>
    public string DataDirectory { get; }

    /// <summary>The clock that stamps every row.</summary>
    public TimeProvider Time => _database.Time;

    /// <summary>Samples, observations, feeds and labels.</summary>
    public SampleStore Samples { get; }

    /// <summary>What was imported, and the lines that were refused.</summary>
    public ImportLog Imports { get; }

    /// <summary>Model versions, the champion and their history.</summary>
    public ModelStore Models { get; }

    /// <summary>Dataset snapshots.</summary>
    public DatasetLog Datasets { get; }

    /// <summary>Runs of the model cycle.</summary>
    public CycleLog Cycles { get; }

    /// <summary>Allow and block lists.</summary>
    public ListStore Lists { get; }

    /// <summary>Named settings.</summary>
    public SettingStore Settings { get; }

    /// <summary>When to train: what was labelled since, who asked, what was decided.</summary>
    public TrainingLog Trainings { get; }

    /// <summary>New claims of feeds, to be reviewed.</summary>
    public ClaimReview Claims { get; }

    /// <summary>How far feeds are borne out, and which are quarantined.</summary>
    public FeedStandings Standings { get; }

    /// <summary>Claims that weigh nothing for now, and conflicts to settle.</summary>
    public SetAsides SetAsides { get; }

    /// <summary>Subjects whose label is settled.</summary>
    public GoldSet Gold { get; }

    /// <summary>Feeds that list again what was cleared.</summary>
    public Relistings Relistings { get; }

    /// <summary>What people object to.</summary>
    public AppealStore Appeals { get; }

    /// <summary>Subjects that a person may judge.</summary>
    public ReviewQueue ReviewQueue { get; }

    /// <summary>When each station of the loop last ran.</summary>
    public ScheduleStore Schedules { get; }
    /// <summary>Where feeds stand, their fetches, and their raw entries.</summary>
    public FeedStore Feeds { get; }

    /// <summary>Which files were taken.</summary>
    public TakenFiles Taken { get; }

    /// <summary>Names that resemble brands and have no label.</summary>
    public CandidateStore Candidates { get; }

    /// <summary>What a collector has not yet handed over.</summary>
    public Outbox Outbox { get; }

    /// <summary>What requests with a key of their own were answered.</summary>
    public AnswerStore Answers { get; }

    /// <summary>Hand-overs of other machines.</summary>
    public CollectorStore Collectors { get; }

    /// <summary>Who shares this server.</summary>
    public TenantStore Tenants { get; }

    /// <summary>Keys of programs.</summary>
    public KeyStore Keys { get; }

    /// <summary>People who may log in.</summary>
    public AccountStore Accounts { get; }

    /// <summary>Who is logged in where.</summary>
    public SessionStore Sessions { get; }

    /// <summary>How much of a day's quota is used.</summary>
    public UsageStore Usage { get; }
    /// <summary>Batch jobs.</summary>
    public JobStore Jobs { get; }
    /// <summary>What is to be kept out, as exports carry it.</summary>
    public ThreatStore Threats { get; }

    /// <summary>Tables of labelled rows.</summary>
    public TableStore Tables { get; }

    /// <summary>What happened, for log servers.</summary>
    public EventSource Events { get; }

    /// <summary>The append-only record of who changed what.</summary>
    public AuditLog Audit { get; }

    /// <summary>What drift is measured against, and what was found.</summary>
    public WatchStore Watch { get; }
    /// <summary>Which version was champion when.</summary>
    public ReignLog Reigns { get; }

    /// <summary>Challengers that run beside the champion.</summary>
    public DeploymentStore Deployments { get; }

    /// <summary>The history of verdicts.</summary>
    public VerdictLog Verdicts { get; }

    /// <summary>The history of verdicts, searched.</summary>
    public VerdictHistory History { get; }
    /// <summary>What the verdicts add up to.</summary>
    public FigureStore Figures { get; }

    /// <summary>How each version answered.</summary>
    public ServedLog Served { get; }

    /// <summary>Samples that were first labelled after a moment.</summary>
    public LaterLabels LaterLabels { get; }

    /// <summary>What was noticed and is to be told.</summary>
    public AlertStore Alerts { get; }

    /// <summary>What tracking servers have been told.</summary>
    public TrackingStore Tracking { get; }

    /// <summary>The database as something kept: copies, damage, size.</summary>
    public DatabaseFile File { get; }

    /// <summary>Opens a store; makes directory and database file when they do not exist, and migrates an older database. A file that
    /// cannot be written is opened for reading. A PostgreSQL database must exist and may be empty.</summary>
    public static WeirStore Open(StoreAddress address, TimeProvider time)
    {
        var directory = Path.GetFullPath(address.DataDirectory);
        try
        {
            OwnerOnly.MakeDirectory(directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw StoreFaults.From(fault, directory);
        }

        var database = Database.At(address with { DataDirectory = directory }, time);
        try
        {
            database.Prepare();
            return new WeirStore(directory, database);
        }
        catch (StoreException)
        {
            // The pool would keep a damaged file open, also when another has been put in its place.
            database.Release();
            throw;
        }
    }

    /// <summary>Whether there is a database already; opening the store of a data directory would otherwise make one. A server that is named is
    /// taken to hold one: opening tells when it does not.</summary>
    public static bool Exists(StoreAddress address) => address.Server is not null || System.IO.File.Exists(Path.Combine(address.DataDirectory, FileName));

    /// <inheritdoc/>
    public void Dispose() => _database.Release();
}
