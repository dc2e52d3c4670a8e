using System.Net;
using System.Text;
using Weir.Tests.Server.Dashboard.Lists;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Tables;

public sealed class LoadPagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_table_the_page_says_how_one_is_made_and_how_large_a_file_may_be()
    {
        await using var server = await TablesUnderTest.Start(rows: 0);
        var page = await server.Client.GetStringAsync("/tables", Ct);
        Assert.Contains("No table yet", page);
        Assert.Contains("up to 1 GiB", page);
        Assert.Contains("href=\"/tables\"", page);
    }

    [Fact]
    public async Task A_file_is_looked_at_first_and_then_loaded_as_it_was_shown()
    {
        await using var server = await TablesUnderTest.Start(rows: 0);
        var (look, at, _) = await SentTables.Upload(server.Client, "/tables", "/tables/new/upload", SentTables.Board(200), "My Board.csv", ("act", "look"));
        Assert.StartsWith("/tables/new/look/", at);
        Assert.Contains("200 rows would be loaded into", look);
        Assert.Contains("The target is &#x27;status&#x27;, by its name", look);
        Assert.Contains("Nothing is stored yet", look);
        Assert.Empty(server.Store.Tables.All());
        var loaded = await ListsPageTests.Send(server, at, "load");
        Assert.Contains("200 rows loaded into &#x27;my-board&#x27;", loaded);
        Assert.Contains("href=\"/tables/my-board\"", loaded);
        Assert.Equal(200, server.Store.Tables.Find("my-board")!.Rows);
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Store.DataDirectory, "uploads", "kept"), "input", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_target_the_name_and_the_meaning_can_be_said_and_the_schema_changed_before_anything_is_stored()
    {
        await using var server = await TablesUnderTest.Start(rows: 0);
        const string text = "a,answer\n1,x\n2,y\n3,x\n4,y\n";
        var (look, at, _) = await SentTables.Upload(server.Client, "/tables", "/tables/new/upload", text, "odd.csv", ("act", "look"));
        Assert.Contains("say below which one it is", look);
        Assert.DoesNotContain("Load it", look);
        look = await ListsPageTests.Send(server, at, "choose", ("table", "odd-one"), ("target", "answer"), ("phishing", "x"));
        Assert.Contains("Load it", look);
        Assert.Contains("odd-one", look);
        var faulty = await ListsPageTests.Send(server, at, "schema", ("yaml", "columns: []\n"), ("act", "use"));
        Assert.DoesNotContain("Load it", faulty);
        look = await ListsPageTests.Send(server, at, "choose", ("table", "odd-one"), ("target", "answer"), ("phishing", "x"));
        Assert.Contains("Load it", look);
        await ListsPageTests.Send(server, at, "load");
        Assert.Equal(2, server.Store.Tables.Find("odd-one")!.Phishing);
    }

    [Fact]
    public async Task Rows_are_added_by_the_schema_that_is_there_and_the_same_bytes_only_once()
    {
        await using var server = await TablesUnderTest.Start();
        var (more, _, _) = await SentTables.Upload(server.Client, "/tables/board", "/tables/new/upload", SentTables.Board(50, seed: 9), "more.csv", ("table", "board"), ("act", "load"));
        Assert.Contains("50 rows loaded into", more);
        Assert.Equal(350, server.Store.Tables.Find("board")!.Rows);
        var (again, _, _) = await SentTables.Upload(server.Client, "/tables/board", "/tables/new/upload", SentTables.Board(50, seed: 9), "again.csv", ("table", "board"), ("act", "load"));
        Assert.Contains("nothing was added", again);
        var (wrong, at, _) = await SentTables.Upload(server.Client, "/tables/board", "/tables/new/upload", "x,z,status\n1,2,bad\n", "wrong.csv", ("table", "board"), ("act", "load"));
        Assert.StartsWith("/tables/new/look/", at);
        Assert.Contains("does not fit the schema of the table", wrong);
        await ListsPageTests.Send(server, at, "discard");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync(at, Ct)).StatusCode);
    }

    [Theory]
    [InlineData("", "The file is empty")]
    public async Task An_empty_file_is_refused_and_leaves_nothing(string text, string words)
    {
        await using var server = await TablesUnderTest.Start(rows: 0);
        var (page, _, status) = await SentTables.Upload(server.Client, "/tables", "/tables/new/upload", text, "x.csv", ("act", "look"));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(words, page);
        Assert.Empty(Directory.GetDirectories(Path.Combine(server.Store.DataDirectory, "uploads", "kept")));
    }

    [Theory]
    [InlineData("a,b\n")]
    [InlineData("a,a,status\n1,2,bad\n")]
    [InlineData("a,status\n1,good\n2,good\n")]
    [InlineData("a,status\n1,x\n2,y\n3,z\n")]
    [InlineData("just words")]
    public async Task What_cannot_be_a_table_is_told_in_words_and_nothing_is_stored(string text)
    {
        await using var server = await TablesUnderTest.Start(rows: 0);
        var (page, at, status) = await SentTables.Upload(server.Client, "/tables", "/tables/new/upload", text, "x.csv", ("act", "load"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("/tables/new/look/", at);
        Assert.Contains("role=\"alert\" data-tone=\"bad\"", page);
        Assert.Empty(server.Store.Tables.All());
    }

    [Fact]
    public async Task A_packed_file_that_is_far_larger_than_it_looks_is_refused()
    {
        await using var server = await ServerUnderTest.StartWithStore(change: options => options with { Jobs = options.Jobs with { LeastFreeMiB = 0, MaxBytes = 1 << 16 } });
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes("a,status\n" + string.Concat(Enumerable.Repeat(new string('1', 1000) + ",bad\n", 1000))));
        var (page, _, status) = await SentTables.Upload(server.Client, "/tables", "/tables/new/upload", packed.ToArray(), "bomb.csv.gz", ("act", "look"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("unpacks to more than", page);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await using var server = await TablesUnderTest.Start(rows: 0);
        using var form = new MultipartFormDataContent { { new ByteArrayContent("a,status\n1,bad\n"u8.ToArray()), "file", "x.csv" } };
        using var answer = await server.Client.PostAsync("/tables/new/upload", form, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("open for too long", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Hostile_names_columns_and_cells_become_text()
    {
        await using var server = await TablesUnderTest.Start(rows: 0);
        var text = $"\"{TablesUnderTest.Hostile}\",\"=cmd|'/C calc'\",status\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"\"<img src=x onerror=alert({i % 3})>\",http://evil.example/{i},{(i % 2 == 0 ? "bad" : "good")}\n"));
        var (look, at, _) = await SentTables.Upload(server.Client, "/tables", "/tables/new/upload", text, TablesUnderTest.Hostile + ".csv", ("name", "hostile"), ("act", "look"));
        var loaded = await ListsPageTests.Send(server, at, "load");
        Assert.Equal(40, server.Store.Tables.Find("hostile")!.Rows);
        string[] pages = [look, loaded, .. await Task.WhenAll(((string[])["/tables", "/tables/hostile", "/tables/hostile/rows", "/tables/hostile/schema", "/tables/hostile/drift", "/tables/hostile/rejects", "/tables/hostile/compare"]).Select(path => server.Client.GetStringAsync(path, Ct)))];
        foreach (var page in pages)
        {
            Assert.DoesNotContain("<script>alert", page);
            Assert.DoesNotContain("<img", page);
            Assert.DoesNotContain("href=\"http", page);
        }
    }

    [Fact]
    public async Task Nobody_finds_the_file_of_another_and_a_viewer_may_not_load()
    {
        await using var server = await TablesUnderTest.Start();
        foreach (var id in (string[])["nothing", "..", "%2e%2e%2f%2e%2e%2fweir.db", new string('a', 32)])
            Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/tables/new/look/" + id, Ct)).StatusCode);
        using var viewer = await BrowserLike.Of(server, "viewer");
        var page = await viewer.Open("/tables/board");
        Assert.DoesNotContain("Take away", page);
        Assert.DoesNotContain("/tables/new/upload", page);
        using var form = new MultipartFormDataContent { { new ByteArrayContent("a"u8.ToArray()), "file", "x.csv" } };
        using var answer = await viewer.Client.PostAsync("/tables/new/upload", form, Ct);
        Assert.Contains("/login", answer.RequestMessage!.RequestUri!.PathAndQuery);
    }
}
