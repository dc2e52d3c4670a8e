using Dapper;

namespace Weir.Storage.Figures;

/// <summary>
/// What the verdicts of a tenant add up to, by hour and by day. It is added up while verdicts are kept, so that reading it costs the same
/// with ten verdicts and with ten million. Hours are kept for eight days, days for four hundred, threats for two days.
/// </summary>
public sealed class FigureStore
{
    /// <summary>The length of a small step.</summary>
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The length of a large step.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private const int HoursOfDays = 8;
    private const int Days = 400;
    private const int ThreatsOfDays = 2;

    private readonly Database _database;

    internal FigureStore(Database database) => _database = database;

    /// <summary>The steps that begin at a moment or later and hold something, oldest first.</summary>
    public IReadOnlyList<FigureStep> Steps(string tenant, TimeSpan step, DateTimeOffset from) => _database.Read(connection => connection.Query<FigureStep>("""
        SELECT at, undecided, benign, suspicious, phishing, scored, confidence FROM figure_steps WHERE tenant = @tenant AND step = @step AND at >= @from ORDER BY at
        """, new { tenant, step = (long)step.TotalSeconds, from }).AsList());

    /// <summary>The most frequent names of a kind since then, the most frequent first. The empty name, if any, stands among them.</summary>
    public IReadOnlyList<FigureName> Names(string tenant, TimeSpan step, DateTimeOffset from, FigureKind kind, int most) => _database.Read(connection => connection.Query<FigureName>("""
        SELECT name, CAST(sum(count) AS BIGINT) AS count FROM figures WHERE tenant = @tenant AND step = @step AND kind = @kind AND at >= @from
        GROUP BY name ORDER BY 2 DESC, name LIMIT @most
        """, new { tenant, step = (long)step.TotalSeconds, from, kind = (int)kind, most }).AsList());

    /// <summary>How many domains were called phishing since then; at most two days back.</summary>
    public long ActiveThreats(string tenant, DateTimeOffset since) => _database.Read(connection => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM figure_threats WHERE tenant = @tenant AND last_at >= @since", new { tenant, since }));

    /// <summary>The domains that were called phishing last, the newest first.</summary>
    public IReadOnlyList<Threat> NewestThreats(string tenant, int most) => _database.Read(connection => connection.Query<Threat>("""
        SELECT name, subject, brand, category, score, first_at AS FirstAt, last_at AS LastAt, count FROM figure_threats WHERE tenant = @tenant ORDER BY last_at DESC LIMIT @most
        """, new { tenant, most }).AsList());

    /// <summary>Forgets what is older than is kept.</summary>
    public void Clean(DateTimeOffset now) => _database.Write(connection =>
    {
        foreach (var (step, days) in ((TimeSpan, int)[])[(Hour, HoursOfDays), (Day, Days)])
        {
            var values = new { step = (long)step.TotalSeconds, before = now.AddDays(-days) };
            foreach (var tenant in connection.Query<string>("SELECT DISTINCT tenant FROM figure_steps").AsList())
            {
                connection.Execute("DELETE FROM figure_steps WHERE tenant = @tenant AND step = @step AND at < @before", new { tenant, values.step, values.before });
                foreach (var kind in Enum.GetValues<FigureKind>())
                    connection.Execute("DELETE FROM figures WHERE tenant = @tenant AND step = @step AND kind = @kind AND at < @before", new { tenant, values.step, kind = (int)kind, values.before });
            }
        }

        connection.Execute("DELETE FROM figure_threats WHERE last_at < @before", new { before = now.AddDays(-ThreatsOfDays) });
    });
}
