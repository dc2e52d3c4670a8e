using System.IO.Compression;
using System.Text;
using Xunit;

namespace Weir.Tests.Server.Tables;

public sealed class BadTableFilesTests
{
    private const string Good = "x,y,label\n";
    private static readonly string Many = string.Concat(Enumerable.Range(0, 30).Select(i => FormattableString.Invariant($"0.{i},1.{i},{i % 2}\n")));

    public static TheoryData<string, string, string> BadFiles => new()
    {
        { "empty", "", "is empty" },
        { "header only", Good, "no rows" },
        { "one class", Good + Many.Replace(",0\n", ",1\n", StringComparison.Ordinal), "one class only" },
        { "three classes", Good + Many.Replace("5,1\n", "5,2\n", StringComparison.Ordinal), "3" },
        { "decimal commas", "x;y;label\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"oops;{i};maybe{i}\n")), "label" },
        { "twice", "x,x,label\n" + Many, "names a column twice" },
        { "unnamed", "x,,label\n" + Many, "without a name" },
        { "wrong delimiter", Good.Replace(',', '^') + Many.Replace(',', '^'), "one column only" },
        { "binary", "\0\u0001\u0002x,y,label\n\0\0\0", "" },
        { "data for a header", Many, "looks like data" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_is_refused_in_a_sentence_and_leaves_nothing(string name, string body, string expected)
    {
        await using var tables = await TablesUnderTest.Start();
        var (status, problem) = await tables.Send(HttpMethod.Post, "/v1/tables?name=t", body);
        Assert.True(status == 422, $"{name}: {status} {problem}");
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(tables.Server.Store.Tables.All());
        Assert.Empty(Directory.GetFiles(Path.Combine(tables.Server.Store.DataDirectory, "uploads")));
    }

    public static TheoryData<string, byte[], int> OddFiles => new()
    {
        { "bom", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good + Many)], 201 },
        { "latin-1", Encoding.Latin1.GetBytes(Good.Replace("x", "größe", StringComparison.Ordinal) + Many), 201 },
        { "all missing", Encoding.UTF8.GetBytes(Good + string.Concat(Enumerable.Range(0, 30).Select(i => $"na,{i % 7},{i % 2}\n"))), 201 },
        { "mixed types", Encoding.UTF8.GetBytes(Good + string.Concat(Enumerable.Range(0, 30).Select(i => $"{(i % 2 == 0 ? "abc" : "1.5")},{i % 7},{i % 2}\n"))), 201 },
        { "huge cell", Encoding.UTF8.GetBytes(Good + Many + "\"" + new string('a', 3 << 20) + "\",1,1\n"), 201 },
    };

    [Theory]
    [MemberData(nameof(OddFiles))]
    public async Task An_odd_file_is_read_and_what_is_odd_is_said(string name, byte[] body, int expected)
    {
        await using var tables = await TablesUnderTest.Start();
        var (status, answer) = await tables.Send(HttpMethod.Post, "/v1/tables?name=t", body, "text/csv");
        Assert.True(status == expected, $"{name}: {status} {answer}");
        if (name is "all missing" or "mixed types") Assert.Contains(answer.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains('x', StringComparison.Ordinal));
        if (name == "huge cell") Assert.Equal(1, answer.GetProperty("load").GetProperty("rejected").GetInt32());
    }

    [Theory]
    [InlineData("/v1/tables?name=t")]
    [InlineData("/v1/tables?name=t&dryRun=true")]
    [InlineData("/v1/tables/board/rows")]
    [InlineData("/predict?channel=table:board")]
    public async Task More_rows_than_a_request_may_bring_are_refused_before_they_are_read(string path)
    {
        await using var tables = await TablesUnderTest.Start(options: usual => usual with { Jobs = usual.Jobs with { MaxRows = 1000 } });
        await tables.Board(600, isTrained: path.StartsWith("/predict", StringComparison.Ordinal));
        const string Sentence = "has more than 1,000 rows, the most that one request may bring (Jobs:MaxRows). Split it, or use the command line on the server, which has no such bound.";
        (string Type, byte[] Body)[] bodies =
        [
            ("text/csv", Encoding.UTF8.GetBytes(TablesUnderTest.Csv(1001))),
            ("text/csv", Packed(TablesUnderTest.Csv(1001))),
            ("text/csv", Encoding.UTF8.GetBytes(TablesUnderTest.Csv(5) + new string('\n', 5000))),
            ("application/json", Packed("[" + string.Join(',', Enumerable.Repeat("""{"id":1,"x":0.5,"y":0.5,"level":2,"tld":"com","same":7,"status":"bad"}""", 1001)) + "]")),
        ];
        foreach (var (type, body) in bodies)
        {
            var (status, problem) = await tables.Send(HttpMethod.Post, path, body, type);
            Assert.True(status == 413, $"{type}: {status} {problem}");
            Assert.Contains(Sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        var most = await tables.Send(HttpMethod.Post, path, Packed(TablesUnderTest.Csv(999)), "text/csv");
        Assert.True(most.Status is 200 or 201, $"{most}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Broken_forms_and_json_are_refused_and_leave_nothing(int seed)
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(40);
        var random = new Random(seed);
        (string Type, string Body)[] bodies =
        [
            ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"dryRun\"\r\n\r\ntrue\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"r.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                + TablesUnderTest.Csv(5, 3).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n--b--\r\n"),
            ("application/json", """{"rows": [{"id": 1, "x": 0.5, "y": 0.5, "level": null, "tld": "com", "same": 7, "status": "bad"}, {"id": 2, "x": 0.25}]}"""),
            ("application/x-ndjson", "{\"id\":1,\"x\":0.5,\"y\":0.5,\"level\":2,\"tld\":\"com\",\"same\":7,\"status\":\"bad\"}\n{\"id\":2}\n"),
        ];
        string[] paths = ["/predict?channel=table:board", "/v1/tables/board/rows?dryRun=true", "/v1/tables?name=new&dryRun=true"];
        for (var i = 0; i < 150; i++)
        {
            var (type, body) = bodies[i % bodies.Length];
            var (status, answer) = await tables.Send(HttpMethod.Post, paths[i / bodies.Length % paths.Length], Broken(Encoding.UTF8.GetBytes(body), random), type);
            Assert.True(status < 500, $"{status} {answer}");
        }

        Assert.Equal(40, tables.Server.Store.Tables.Find("board")!.Rows);
        Assert.Empty(Directory.GetFiles(Path.Combine(tables.Server.Store.DataDirectory, "uploads")));
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static byte[] Broken(byte[] bytes, Random random)
    {
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(bytes.Length);
            bytes = random.Next(4) switch
            {
                0 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 30))..]],
                1 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                2 => [.. bytes[..at], .. bytes[(at / 2)..]],
                _ => [.. bytes[..at], (byte)"{}[]\",:\r\n-"[random.Next(10)], .. bytes[Math.Min(bytes.Length, at + 1)..]],
            };
            if (bytes.Length == 0) return [0];
        }

        return bytes;
    }
}
