using Dapper;

namespace Weir.Storage.Verdicts;

/// <summary>How a version answered in some time: answers, of them phishing and failed, and the time of those that were timed.</summary>
public sealed record ServedFigures
{
    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>The start of the step, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Answers, failed ones included.</summary>
    public long Answers { get; init; }

    /// <summary>Answers that said phishing.</summary>
    public long Phishing { get; init; }

    /// <summary>Answers that failed: an exception, or a score that is no number.</summary>
    public long Faults { get; init; }

    /// <summary>Answers whose time was taken.</summary>
    public long Timed { get; init; }

    /// <summary>Their time together, microseconds.</summary>
    public long Micros { get; init; }
}

/// <summary>How each version answered, in steps of ten minutes.</summary>
public sealed class ServedLog
{
    /// <summary>The length of a step.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(10);

    private readonly Database _database;

    internal ServedLog(Database database) => _database = database;

    /// <summary>Adds to the step that each figure's time falls into.</summary>
    public void Add(IReadOnlyList<ServedFigures> figures)
    {
        if (figures.Count == 0) return;
        _database.Write(connection => connection.Execute("""
            INSERT INTO served (version, at, answers, phishing, faults, timed, micros) VALUES (@Version, @At, @Answers, @Phishing, @Faults, @Timed, @Micros)
            ON CONFLICT (version, at) DO UPDATE SET answers = served.answers + excluded.answers, phishing = served.phishing + excluded.phishing,
              faults = served.faults + excluded.faults, timed = served.timed + excluded.timed, micros = served.micros + excluded.micros
            """, figures.Select(one => one with { At = StartOf(one.At) })));
    }

    /// <summary>The steps of a version that began in a time, oldest first; the end is not part of the time.</summary>
    public IReadOnlyList<ServedFigures> Read(string version, DateTimeOffset from, DateTimeOffset to) => _database.Read(connection =>
        connection.Query<ServedFigures>(
            "SELECT version, at, answers, phishing, faults, timed, micros FROM served WHERE version = @version AND at >= @from AND at < @to ORDER BY at",
            new { version, from = StartOf(from), to }).AsList());

    /// <summary>Forgets steps older than this.</summary>
    public long Clean(DateTimeOffset before) => _database.Write(connection => connection.Execute("DELETE FROM served WHERE at < @before", new { before }));

    private static DateTimeOffset StartOf(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds() / (long)Step.TotalSeconds * (long)Step.TotalSeconds);
}
