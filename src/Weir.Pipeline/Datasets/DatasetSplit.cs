namespace Weir.Pipeline.Datasets;

/// <summary>
/// Cuts rows into train, calibrate and test so that nothing leaks. Dated rows go by time: test is later than calibrate, calibrate
/// later than train; the newest 14 days are for the test when they hold enough. Undated rows, and a class of which too little
/// lies after the cuts to judge on, go by a fixed hash of the registrable domain. No domain stands in two parts: train keeps it,
/// then calibrate. The order of the input does not matter.
/// </summary>
public static class DatasetSplit
{
    /// <summary>A class needs this share of the wanted rows after a cut, else its domains are hashed.</summary>
    private const double EnoughShare = 0.2;

    /// <summary>The rows of each part, sorted by canonical key.</summary>
    public static IReadOnlyList<(DatasetRow Row, Part Part)> Assign(IEnumerable<DatasetRow> rows, SplitParameters parameters)
    {
        var kept = NewestRows.Of(Capped(rows, parameters.PerDomain), parameters.MaxRows);
        var (calibrateFrom, testFrom) = Cuts(kept, parameters);
        var byTime = kept.GroupBy(row => row.IsPhishing).ToDictionary(
            group => group.Key, group => HasEnough([.. group], calibrateFrom, testFrom, parameters));
        var parted = kept.Select(row => (Row: row, Part: PartOf(row, byTime[row.IsPhishing], calibrateFrom, testFrom, parameters)));
        return [.. Disjoint(CapSources([.. parted], parameters), parameters).OrderBy(pair => pair.Row.Canonical, StringComparer.Ordinal)];
    }

    private static List<DatasetRow> Capped(IEnumerable<DatasetRow> rows, int perDomain)
    {
        var counts = new Dictionary<(string, string), int>();
        var kept = new List<DatasetRow>();
        foreach (var row in Shuffled(rows.DistinctBy(row => row.Canonical)))
        {
            var key = (row.Source, row.Domain);
            var count = counts.GetValueOrDefault(key);
            if (count >= perDomain) continue;
            counts[key] = count + 1;
            kept.Add(row);
        }

        return kept;
    }

    // By a hash of the key: which rows a cap keeps must not depend on the order of import.
    private static IEnumerable<DatasetRow> Shuffled(IEnumerable<DatasetRow> rows) => rows
        .Select(row => (Row: row, Hash: DomainBuckets.Hash(row.Canonical))).OrderBy(pair => pair.Hash)
        .ThenBy(pair => pair.Row.Canonical, StringComparer.Ordinal).Select(pair => pair.Row);

    private static (DateTimeOffset Calibrate, DateTimeOffset Test) Cuts(List<DatasetRow> rows, SplitParameters parameters)
    {
        var times = rows.Where(row => row is { IsPhishing: true, SeenAt: not null }).Select(row => row.SeenAt!.Value).Order().ToArray();
        if (times.Length == 0) return (DateTimeOffset.MaxValue, parameters.HoldoutFrom ?? DateTimeOffset.MaxValue);
        var test = parameters.HoldoutFrom ?? TestFrom(times, parameters);
        var before = times.AsSpan(0, times.Count(time => time < test));
        var calibrate = before.Length == 0 ? test : before[(int)(before.Length * (1 - parameters.Held))];
        return (calibrate, test);
    }

    private static DateTimeOffset TestFrom(DateTimeOffset[] times, SplitParameters parameters)
    {
        var newest = times[^1].AddDays(-parameters.TestDays);
        var held = times.Count(time => time > newest);
        return held >= parameters.LeastTest && held <= times.Length / 3 ? times[^held] : times[(int)(times.Length * (1 - parameters.Held))];
    }

    private static bool HasEnough(DatasetRow[] rows, DateTimeOffset calibrate, DateTimeOffset test, SplitParameters parameters)
    {
        if (parameters.HoldoutFrom is not null) return true;
        var dated = rows.Count(row => row.SeenAt is not null);
        // Of phishing the cut itself has seen to it that enough lies behind it, though it may be a small share.
        var wanted = rows is [{ IsPhishing: true }, ..] ? Math.Min(dated * parameters.Held * EnoughShare, parameters.LeastTest) : dated * parameters.Held * EnoughShare;
        return rows.Count(row => row.SeenAt >= test) >= wanted
            && rows.Count(row => row.SeenAt >= calibrate && row.SeenAt < test) >= wanted;
    }

    private static Part PartOf(
        in DatasetRow row, bool byTime, DateTimeOffset calibrate, DateTimeOffset test, SplitParameters parameters)
    {
        if (byTime && row.SeenAt is { } seen) return seen >= test ? Part.Test : seen >= calibrate ? Part.Calibrate : Part.Train;
        var place = DomainBuckets.Place(row.Domain);
        return place < parameters.Held ? Part.Test : place < 2 * parameters.Held ? Part.Calibrate : Part.Train;
    }

    private static List<(DatasetRow Row, Part Part)> CapSources(List<(DatasetRow Row, Part Part)> rows, SplitParameters parameters)
    {
        var counts = new Dictionary<(string, bool, Part), int>();
        return rows.FindAll(pair =>
        {
            var key = (pair.Row.Source, pair.Row.IsPhishing, pair.Part);
            return (counts[key] = counts.GetValueOrDefault(key) + 1) <= parameters.PerSource;
        });
    }

    private static List<(DatasetRow Row, Part Part)> Disjoint(List<(DatasetRow Row, Part Part)> rows, SplitParameters parameters)
    {
        var owners = new Dictionary<string, Part>(StringComparer.Ordinal);
        foreach (var (row, part) in rows.OrderBy(pair => pair.Part))
            owners.TryAdd(row.Domain, parameters.IsHomepageDomain(row.Domain) ? Part.Test : part);
        return rows.FindAll(pair => owners[pair.Row.Domain] == pair.Part);
    }
}
