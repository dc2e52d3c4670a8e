using System.Text;
using Weir.Detection;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;
using Xunit;

namespace Weir.Tests.Pipeline.Checking;

public sealed class BulkCheckTests
{
    private static QuickVerdict Judged(ReadOnlySpan<char> subject) => subject.Contains("bad", StringComparison.Ordinal)
        ? new QuickVerdict(Decision.Phishing, 0.987654321, "credential", "=Brand, Inc", null)
        : new QuickVerdict(Decision.Benign, 0.25, "none", null, null);

    private static BulkJudge Judge(IVerdictFormat format) => new(
        () => new Block(),
        subject => new Verdict { Subject = subject, Decision = Judged(subject).Decision, CheckedAt = default },
        "m1",
        format);

    private static async Task<string> Checked(string text, string name = "list.csv", IVerdictFormat? format = null, int workers = 2)
    {
        using var source = RowSource.From(InputFile.From(new MemoryStream(Encoding.UTF8.GetBytes(text)), name), [Column.Url]);
        using var output = new MemoryStream();
        await new BulkCheck(source, output, Judge(format ?? new CsvVerdicts())).RunAsync(workers, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    [Fact]
    public async Task Csv_keeps_the_columns_and_adds_six()
    {
        var expected = "id,url,note,decision,score,category,brand,model,error\n"
            + "1,bad.test,\"x \"\"y\"\"\",phishing,0.987654321,credential,\"'=Brand, Inc\",m1,\n"
            + "2,b.test,\"two\nlines\",benign,0.250000000,none,,m1,\n";
        Assert.Equal(expected, await Checked("id,url,note\r\n1,bad.test,\"x \"\"y\"\"\"\r\n2,b.test,\"two\nlines\"\r\n"));
    }

    [Fact]
    public async Task Every_line_in_gives_a_line_out_also_for_unreadable_ones()
    {
        var lines = (await Checked("url;note\n\na.test;b;c\na.test\n\0;b\n;x\n\"open;x\nb.test;y\n")).Split('\n');
        Assert.Equal(
            [
                "url;note;decision;score;category;brand;model;error",
                ";;unknown;;none;;m1;line 2: empty line",
                "a.test;b;unknown;;none;;m1;line 3: more cells than the header names",
                "a.test;;benign;0.250000000;none;;m1;",
                "\"\uFFFD;b\";;unknown;;none;;m1;line 5: holds a NUL byte",
                ";x;benign;0.250000000;none;;m1;",
                "\"\"\"open;x\";;unknown;;none;;m1;line 7: a quoted cell is not closed",
                "b.test;y;benign;0.250000000;none;;m1;",
                "",
            ],
            lines);
    }

    [Theory]
    [InlineData("a.test/?x=1,2\nbad.test\n", "list.txt", "subject")]
    [InlineData("a.test/?x=1,2\nbad.test\n", "list.csv", "url")]
    [InlineData("link\na.test/?x=1,2\nbad.test\n", "list.csv", "link")]
    public async Task One_column_is_quoted_when_it_holds_commas(string text, string name, string header)
    {
        var lines = (await Checked(text, name)).Split('\n');
        Assert.Equal($"{header},decision,score,category,brand,model,error", lines[0]);
        Assert.Equal("\"a.test/?x=1,2\",benign,0.250000000,none,,m1,", lines[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task The_order_of_the_input_is_kept(int workers)
    {
        var text = "url\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"p{i}.test/{(i % 7 == 0 ? "bad" : "")}\n"));
        var lines = (await Checked(text, workers: workers)).Split('\n')[1..^1];
        Assert.Equal(text.Split('\n')[1..^1], lines.Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Json_lines_carry_unreadable_lines_too()
    {
        var lines = (await Checked("bad.test\n\nb.test\n", "list.txt", new JsonVerdicts(TimeProvider.System))).Split('\n');
        Assert.Contains("\"decision\":\"phishing\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"error\":\"line 2: empty line\"", lines[1], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task A_failing_output_stops_the_run_with_its_own_error()
    {
        using var source = RowSource.From(InputFile.From(new MemoryStream(Encoding.UTF8.GetBytes(new string('\n', 1_000_000))), "l.txt"), [Column.Url]);
        using var full = new MemoryStream(new byte[1000]);
        var run = new BulkCheck(source, full, Judge(new CsvVerdicts())).RunAsync(2, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<NotSupportedException>(() => run);
    }

    private sealed class Block : IQuickBlock
    {
        private readonly List<QuickVerdict> _verdicts = [];

        public void Add(ReadOnlySpan<char> subject)
        {
            if (_verdicts.Count == DetectorBlock.Capacity) throw new InvalidOperationException("full");
            _verdicts.Add(Judged(subject));
        }

        public ReadOnlySpan<QuickVerdict> Judge()
        {
            QuickVerdict[] verdicts = [.. _verdicts];
            _verdicts.Clear();
            return verdicts;
        }
    }
}
