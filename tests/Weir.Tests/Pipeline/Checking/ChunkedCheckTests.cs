using System.Text;
using Weir.Detection;
using Weir.Detection.Reference;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;
using Xunit;

namespace Weir.Tests.Pipeline.Checking;

public sealed class ChunkedCheckTests
{
    private static readonly FileShape Csv = new() { Format = FileFormat.Csv, Delimiter = (byte)',', HasHeader = true, Columns = ["id", "url"], UrlColumn = 1 };

    private static BulkJudge Judge(IVerdictFormat format, string model = "m1", bool isReady = true) => new(() => new Block(isReady), _ => throw new InvalidOperationException(), model, format);

    private static async Task<(string Output, string Errors, int Chunks)> Run(byte[] bytes, FileShape shape, int rows, bool isNewEachTime, IVerdictFormat? format = null, bool isReady = true)
    {
        var (output, errors, at, line, first, chunks) = (new MemoryStream(), new MemoryStream(), 0L, 1L, 1L, 0);
        format ??= new CsvVerdicts(isGuarded: true);
        ChunkedCheck? check = null;
        var judge = Judge(format, isReady: isReady);
        while (true)
        {
            check ??= new ChunkedCheck(RowSource.From(InputFile.From(new MemoryStream(bytes), "x"), shape, at, line), first, ReferenceLists.Embedded.Suffixes);
            if (output.Length == 0) output.Write(format.Header(check.Source));
            var done = await check.RunAsync(judge, rows, output, errors, _ => { }, 2, () => { }, TestContext.Current.CancellationToken);
            (at, line, first, chunks) = (done.Position, done.Line, first + done.Rows, chunks + 1);
            if (check.IsEnded) break;
            if (!isNewEachTime) continue;
            check.Dispose();
            check = null;
        }
        check.Dispose();
        return (Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(errors.ToArray()), chunks);
    }

    private static byte[] Many(int rows) => Encoding.UTF8.GetBytes("id,url\n" + string.Concat(Enumerable.Range(1, rows).Select(i =>
        i % 97 == 0 ? $"\"{i}\n,\"\"\",bad{i}.test\r\n" : i % 101 == 0 ? $"={i},x,too,many\n" : i % 5003 == 0 ? $"{i},{new string('a', 300_000)}\n" : $"{i},http://a{i}.test/\n")));

    [Fact]
    public async Task Chunks_give_what_one_run_gives_also_when_each_is_another_process()
    {
        var bytes = Many(30_000);
        var whole = await Run(bytes, Csv, int.MaxValue, isNewEachTime: false);
        Assert.Equal(1, whole.Chunks);
        foreach (var isNew in (bool[])[false, true])
        {
            var parts = await Run(bytes, Csv, 1_000, isNew);
            Assert.True(parts.Chunks > 3);
            Assert.Equal(whole.Output, parts.Output);
            Assert.Equal(whole.Errors, parts.Errors);
        }
    }

    [Fact]
    public async Task A_json_array_is_gone_on_with_in_its_middle()
    {
        var bytes = Encoding.UTF8.GetBytes("[\n" + string.Join(",\n", Enumerable.Range(0, 20_000).Select(i => $$$"""{"url":"http://a{{{i}}}.test/","n":{{{i}}},"more":{"x":[1,"=2"]}}""")) + "]");
        var shape = new FileShape { Format = FileFormat.Json, Columns = ["n", "url", "more"], UrlColumn = 1 };
        var whole = await Run(bytes, shape, int.MaxValue, isNewEachTime: false);
        Assert.Equal(whole.Output, (await Run(bytes, shape, 500, isNewEachTime: true)).Output);
        Assert.Equal("0,http://a0.test/,\"{\"\"x\"\":[1,\"\"=2\"\"]}\",benign,0.250000000,none,,m1,", whole.Output.Split('\n')[1]);
    }

    [Fact]
    public async Task A_row_that_is_passed_over_is_not_gone_on_with_in_its_middle()
    {
        var bytes = Encoding.UTF8.GetBytes("a.test\n" + new string('x', 3_000_000) + "\nb.test\n");
        var lines = new FileShape { Format = FileFormat.Lines, Columns = ["subject"], UrlColumn = 0 };
        var parts = await Run(bytes, lines, 1, isNewEachTime: true);
        Assert.Equal((await Run(bytes, lines, 100, isNewEachTime: false)).Output, parts.Output);
        Assert.Equal(5, parts.Output.Split('\n').Length);
    }

    [Fact]
    public async Task Cells_of_the_input_are_guarded_and_can_be_had_back()
    {
        var bytes = "id,url\n=1+1,@a.test\n\"-2\",\"+b.test\"\n'=3,'a.test\n\"\t4\",\"\rc.test\"\n"u8.ToArray();
        var (output, _, _) = await Run(bytes, Csv, 100, isNewEachTime: false);
        Assert.StartsWith("id,url,decision,score,category,brand,model,error\n'=1+1,'@a.test,benign,", output, StringComparison.Ordinal);
        Assert.Contains("\n'-2,'+b.test,", output, StringComparison.Ordinal);
        Assert.Contains("\n''=3,'a.test,", output, StringComparison.Ordinal);
        Assert.Contains("\n'\t4,\"'\rc.test\",", output, StringComparison.Ordinal);
        foreach (var cell in (string[])["=1", "'=1", "''-1", "'a", "a", "", "'", "@", "\tx", "-"])
        {
            var raw = Encoding.UTF8.GetBytes(cell);
            byte[] guarded = FormulaGuard.Needs(raw) ? [(byte)'\'', .. raw] : raw;
            Assert.Equal(cell, Encoding.UTF8.GetString(FormulaGuard.Unguarded(guarded)));
        }
    }

    [Fact]
    public async Task Failed_rows_are_listed_and_judged_again_while_the_others_stay()
    {
        var bytes = "id,url\n1,a.test\n2,=bad.test\n3,x,y\n"u8.ToArray();
        var first = await Run(bytes, Csv, 100, isNewEachTime: false, isReady: false);
        Assert.Equal("1,no model,a.test\n2,no model,'=bad.test\n3,line 4: more cells than the header names,\"3,x,y\"\n", first.Errors);
        var shape = new FileShape { Format = FileFormat.Csv, Delimiter = (byte)',', HasHeader = true, Columns = [.. Csv.Columns, .. CsvVerdicts.Added], UrlColumn = 1 };
        var again = await Run(Encoding.UTF8.GetBytes(first.Output), shape, 1, isNewEachTime: true, new RetriedVerdicts());
        Assert.Equal(
            "id,url,decision,score,category,brand,model,error\n1,a.test,benign,0.250000000,none,,m1,\n2,'=bad.test,phishing,0.900000000,credential,Example,m1,\n3,x,unknown,,none,,m1,line 4: more cells than the header names\n",
            again.Output);
        Assert.Equal("3,line 4: more cells than the header names,x\n", again.Errors);
        Assert.Equal(again.Output, (await Run(Encoding.UTF8.GetBytes(again.Output), shape, 100, isNewEachTime: false, new RetriedVerdicts())).Output);
    }

    private sealed class Block(bool isReady) : IQuickBlock
    {
        private readonly List<QuickVerdict> _verdicts = [];
        private bool _isJudged;

        public void Add(ReadOnlySpan<char> subject)
        {
            if (_isJudged) _verdicts.Clear();
            _isJudged = false;
            _verdicts.Add(!isReady ? new(Decision.Unknown, double.NaN, "none", null, "no model")
                : subject.Contains("bad", StringComparison.Ordinal) ? new(Decision.Phishing, 0.9, "credential", "Example", null) : new(Decision.Benign, 0.25, "none", null, null));
        }

        public ReadOnlySpan<QuickVerdict> Judge()
        {
            if (_isJudged) _verdicts.Clear();
            _isJudged = true;
            return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_verdicts);
        }
    }
}
