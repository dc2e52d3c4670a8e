using Weir.Pipeline.Datasets;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline;

/// <summary>The dataset side of a cycle: from the labels of the store to a snapshot and its record.</summary>
internal static class CycleData
{
    public static DatasetSnapshot Build(WeirStore store, CycleParts parts, CycleOptions options)
    {
        var rows = new List<DatasetRow>();
        store.Samples.ReadLabelled(sample => rows.Add(new DatasetRow(
            sample.Canonical, sample.Subject, sample.Registrable, sample.IsPhishing, sample.SeenAt, sample.Source)));
        return DatasetSnapshot.Of(DatasetSplit.Assign(rows, new SplitParameters { IsHomepageDomain = parts.IsHomepageDomain, MaxRows = options.MaxSamples }));
    }

    public static DatasetRecord Record(DatasetSnapshot snapshot) => new()
    {
        Hash = snapshot.Hash,
        WindowFrom = snapshot.WindowFrom,
        WindowTo = snapshot.WindowTo,
        Rows = snapshot.Rows.Count,
        Phishing = snapshot.Rows.Count(pair => pair.Row.IsPhishing),
        Train = snapshot.Count(Part.Train),
        Calibrate = snapshot.Count(Part.Calibrate),
        Test = snapshot.Count(Part.Test),
        File = SnapshotFile.PathOf(snapshot.Hash),
    };

    /// <summary>The last cycle before this one that trained on its dataset.</summary>
    public static CycleRecord? LastTrained(WeirStore store, long id) => store.Cycles.Recent(100)
        .FirstOrDefault(cycle => cycle.Id != id && cycle.Outcome is "promoted" or "shadow" or "ab" or "refused" && cycle.DatasetHash is not null);

    /// <summary>A sentence when a class has too few rows to learn from or to judge on.</summary>
    public static string? Shortage(DatasetSnapshot snapshot, int least)
    {
        foreach (var (part, wanted, use) in ((Part, int, string)[])[(Part.Train, least, "train on"), (Part.Calibrate, least / 5, "calibrate with"), (Part.Test, least / 5, "judge on")])
        {
            foreach (var isPhishing in (bool[])[true, false])
            {
                var count = snapshot.Count(part, isPhishing);
                if (count < wanted)
                    return $"only {count} {(isPhishing ? "phishing" : "benign")} rows to {use}, at least {wanted} are needed; import more with `weir import`";
            }
        }

        return null;
    }
}
