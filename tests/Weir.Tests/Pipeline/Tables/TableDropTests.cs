using System.Text.Json;
using Weir.Pipeline;
using Weir.Pipeline.Tables;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables;

public sealed class TableDropTests() : StoreTests(StoreKind.Sqlite)
{
    private const string Good = "a,label\n1,0\n2,1\n";

    [Fact]
    public void A_file_that_lies_still_is_loaded_and_put_away_with_a_report()
    {
        var folder = Put("new", "x.csv", Good);
        Assert.Empty(Run());
        Assert.Empty(Store.Tables.All());
        Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Empty(Run());
        Assert.Equal(2, Store.Tables.Find("new")!.Rows);
        Assert.True(File.Exists(Path.Combine(folder, "done", "x.csv")));
        var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "done", "x.csv.report.json"))).RootElement;
        Assert.Equal(("loaded", 2), (report.GetProperty("outcome").GetString(), report.GetProperty("added").GetInt32()));
    }

    [Fact]
    public void A_refused_file_is_told_and_others_are_taken_all_the_same()
    {
        var folder = Put("t", "bad.csv", "a,label\n1,0\n");
        Put("t", "good.csv", Good);
        Put("t", "half.csv.part", "a,la");
        Put("No Table", "x.csv", Good);
        var finding = Assert.Single(new TableDrop(Store).Run(now: true, TestContext.Current.CancellationToken));
        Assert.Equal((FindingKind.TableRefused, "table:t"), (finding.Kind, finding.Subject));
        Assert.Contains("bad.csv: The target 'label' has one class only", finding.Sentence, StringComparison.Ordinal);
        Assert.Equal(["bad.csv", "bad.csv.report.json"], Directory.GetFiles(Path.Combine(folder, "rejected")).Select(Path.GetFileName).Order());
        Assert.Equal(["t"], Store.Tables.All().Select(table => table.Name));
        Assert.True(File.Exists(Path.Combine(folder, "half.csv.part")));
    }

    [Fact]
    public void A_file_that_was_claimed_before_a_stop_is_loaded_once()
    {
        var folder = Put("t", "x.csv", Good);
        Directory.CreateDirectory(Path.Combine(folder, ".taking"));
        File.Move(Path.Combine(folder, "x.csv"), Path.Combine(folder, ".taking", "x.csv"));
        new TableIngest(Store).Load(Path.Combine(folder, ".taking", "x.csv"), new TableLoadOptions { Table = "t", Actor = "desk" }, TestContext.Current.CancellationToken);
        Assert.Empty(Run());
        Assert.Equal(2, Store.Tables.Find("t")!.Rows);
        Assert.True(File.Exists(Path.Combine(folder, "done", "x.csv")));
    }

    [Fact]
    public void Pipes_and_sockets_keep_nothing_from_being_loaded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells pipes from files.");
        var folder = Put("t", "x.csv", Good);
        Directory.CreateDirectory(Path.Combine(folder, ".taking"));
        string[] pipes = [Path.Combine(folder, "a.csv"), Path.Combine(folder, ".taking", "b.csv")];
        foreach (var pipe in pipes)
        {
            using var made = System.Diagnostics.Process.Start("mkfifo", [pipe]);
            made.WaitForExit();
        }

        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(folder, "c")));
        Assert.Empty(new TableDrop(Store).Run(now: true, TestContext.Current.CancellationToken));
        Assert.Equal(2, Store.Tables.Find("t")!.Rows);
        Assert.All(pipes, pipe => Assert.True(File.Exists(pipe)));
        var refused = new TableIngest(Store).Load(pipes[0], new TableLoadOptions { Table = "t", Actor = "desk" }, TestContext.Current.CancellationToken);
        Assert.Equal("a.csv is a pipe, socket or device, and rows are read more than once; write them into a file first and load that.", refused.Sentence);
    }

    private IReadOnlyList<Finding> Run() => new TableDrop(Store).Run(ct: TestContext.Current.CancellationToken);

    private string Put(string table, string name, string text)
    {
        var folder = TableDrop.FolderOf(Store, table);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name), text);
        return folder;
    }
}
