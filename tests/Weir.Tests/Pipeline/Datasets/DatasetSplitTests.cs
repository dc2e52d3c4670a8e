using Weir.Pipeline.Datasets;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Datasets;

public class DatasetSplitTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Dated_phishing_is_judged_later_than_it_is_learned_and_no_domain_stands_in_two_parts()
    {
        var split = DatasetSplit.Assign(Rows(), new SplitParameters());
        var dated = split.Where(pair => pair.Row.IsPhishing).ToLookup(pair => pair.Part, pair => pair.Row.SeenAt!.Value);
        Assert.True(dated[Part.Train].Max() <= dated[Part.Calibrate].Min());
        Assert.True(dated[Part.Calibrate].Max() <= dated[Part.Test].Min());
        Assert.All(split.GroupBy(pair => pair.Row.Domain), domain => Assert.Single(domain.Select(pair => pair.Part).Distinct()));
        foreach (var part in Enum.GetValues<Part>())
            foreach (var phishing in (bool[])[true, false]) Assert.Contains(split, pair => pair.Part == part && pair.Row.IsPhishing == phishing);
    }

    [Fact]
    public void The_same_rows_in_another_order_give_the_same_hash_and_a_changed_row_another()
    {
        var first = DatasetSnapshot.Of(DatasetSplit.Assign(Rows(), new SplitParameters()));
        Assert.Equal(first.Hash, DatasetSnapshot.Of(DatasetSplit.Assign(Rows().Reverse(), new SplitParameters())).Hash);
        Assert.NotEqual(first.Hash, DatasetSnapshot.Of(DatasetSplit.Assign(Rows().Skip(1), new SplitParameters())).Hash);
    }

    [Fact]
    public void One_domain_gives_at_most_twenty_rows()
    {
        var rows = Enumerable.Range(0, 100).Select(i => Row("many.test", i, true, null));
        Assert.Equal(20, DatasetSplit.Assign(rows, new SplitParameters()).Count);
    }

    [Fact]
    public void Homepage_domains_stay_out_of_training()
    {
        var split = DatasetSplit.Assign(Rows(), new SplitParameters { IsHomepageDomain = domain => domain == "good7.test" });
        Assert.DoesNotContain(split, pair => pair.Row.Domain == "good7.test" && pair.Part != Part.Test);
    }

    [Fact]
    public void The_newest_fourteen_days_are_the_test_when_they_hold_enough()
    {
        // Two years of one address a day, and then twenty a day.
        var rows = Enumerable.Range(0, 700).Select(i => Row($"bad{i}.test", i, true, Start.AddDays(i)))
            .Concat(Enumerable.Range(0, 400).Select(i => Row($"new{i}.test", i, true, Start.AddDays(700 + (i / 20)))))
            .Concat(Enumerable.Range(0, 400).Select(i => Row($"good{i}.test", i, false, null)));
        var test = DatasetSplit.Assign(rows, new SplitParameters()).Where(pair => pair is { Part: Part.Test, Row.IsPhishing: true }).ToList();
        Assert.Equal((14 * 20, Start.AddDays(706)), (test.Count, test.Min(pair => pair.Row.SeenAt)));
        test = DatasetSplit.Assign(rows, new SplitParameters { LeastTest = 300 }).Where(pair => pair is { Part: Part.Test, Row.IsPhishing: true }).ToList();
        // 15 %, to the start of its day.
        Assert.Equal(9 * 20, test.Count);
    }

    [Fact]
    public void Too_many_rows_are_cut_to_the_newest_and_undated_ones_keep_their_share()
    {
        var rows = Enumerable.Range(0, 900).Select(i => Row($"bad{i}.test", i, true, Start.AddDays(i)))
            .Concat(Enumerable.Range(0, 300).Select(i => Row($"good{i}.test", i, false, Start.AddDays(i))))
            .Concat(Enumerable.Range(0, 900).Select(i => Row($"list{i}.test", i, false, null))).ToList();
        var kept = DatasetSplit.Assign(rows, new SplitParameters { MaxRows = 800 }).Select(pair => pair.Row).ToList();
        Assert.Equal((800, 400, 100, 300), (kept.Count, kept.Count(row => row.IsPhishing), kept.Count(row => row is { IsPhishing: false, SeenAt: not null }), kept.Count(row => row.SeenAt is null)));
        Assert.Equal(Start.AddDays(500), kept.Where(row => row.IsPhishing).Min(row => row.SeenAt));
        Assert.Equal(kept, DatasetSplit.Assign(Enumerable.Reverse(rows), new SplitParameters { MaxRows = 800 }).Select(pair => pair.Row));
        Assert.Equal(1500, DatasetSplit.Assign(rows, new SplitParameters { MaxRows = 1500 }).Count);
        var few = rows.Where(row => !row.IsPhishing || row.SeenAt < Start.AddDays(50));
        Assert.Equal(50, DatasetSplit.Assign(few, new SplitParameters { MaxRows = 800 }).Count(pair => pair.Row.IsPhishing));
    }

    [Fact]
    public void A_snapshot_is_read_back_as_written_and_refused_when_altered()
    {
        using var directory = new TempDirectory();
        var snapshot = DatasetSnapshot.Of(DatasetSplit.Assign([.. Rows(), Row("quote\"d,.test", 1, true, Start)], new SplitParameters()));
        SnapshotFile.Write(directory.Path, snapshot);
        Assert.Equal(snapshot.Rows, SnapshotFile.Read(directory.Path, snapshot.Hash)!.Rows);
        var other = new string('a', 64);
        File.Move(directory.File(SnapshotFile.PathOf(snapshot.Hash)), directory.File(SnapshotFile.PathOf(other)));
        Assert.Null(SnapshotFile.Read(directory.Path, other));
        Assert.Null(SnapshotFile.Read(directory.Path, snapshot.Hash));
    }

    private static IEnumerable<DatasetRow> Rows() =>
    [
        .. Enumerable.Range(0, 400).Select(i => Row($"bad{i / 3}.test", i, true, Start.AddDays(i))),
        .. Enumerable.Range(0, 400).Select(i => Row($"good{i}.test", i, false, i % 2 == 0 ? null : Start.AddDays(-i))),
    ];

    private static DatasetRow Row(string domain, int path, bool phishing, DateTimeOffset? seen) =>
        new($"{domain}/{path}", $"http://{domain}/{path}", domain, phishing, seen, phishing ? "feed" : "crawl");
}
