using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Server.Jobs;
using Xunit;

namespace Weir.Tests.Server.Jobs;

public sealed partial class JobUploadTests
{
    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\x\\list.csv", "list.csv")]
    [InlineData("a\r\nSet-Cookie: x=1.csv", "aSet-Cookie: x=1.csv")]
    [InlineData("\u202Evsc.exe", "vsc.exe")]
    [InlineData("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv")]
    [InlineData("", "upload")]
    [InlineData("..", "upload")]
    public void Names_are_for_people_and_never_paths(string name, string expected) => Assert.Equal(expected, FileNames.Clean(name));

    [Fact]
    public async Task A_hostile_name_is_harmless_on_pages_and_in_headers()
    {
        await using var jobs = await JobsUnderTest.Start();
        var id = await jobs.Job("url\na.example\n", $"start=true&name={Uri.EscapeDataString("\"><script>alert(1)</script>\r\nX-Evil: 1;ü.csv")}");
        await jobs.Until(id, "done");
        foreach (var page in (string[])["/jobs", $"/jobs/{id}", $"/jobs/{id}/rows"])
            Assert.DoesNotContain("<script>alert", await jobs.Client.GetStringAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var form in (string[])["csv", "jsonl"])
        {
            using var answer = await jobs.Client.GetAsync($"/v1/jobs/{id}/result?format={form}", TestContext.Current.CancellationToken);
            Assert.False(answer.Headers.Contains("X-Evil"));
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
            Assert.EndsWith($"-verdicts.{form}", answer.Content.Headers.ContentDisposition.FileNameStar, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_too_long_is_refused_and_leaves_nothing()
    {
        await using var jobs = await JobsUnderTest.Start(same => same with { MaxBytes = 100_000 });
        using var told = await jobs.Upload(new byte[200_000]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, told.StatusCode);
        Assert.Contains("Jobs:MaxBytes", await told.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs?name=x.csv") { Content = new StreamContent(new MemoryStream(new byte[120_000])), Headers = { TransferEncodingChunked = true } };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await jobs.Client.SendAsync(chunked, TestContext.Current.CancellationToken)).StatusCode);
        AssertNothingLeft(jobs);
    }

    [Theory]
    [InlineData("PK\u0003\u0004zip", "zip archive")]
    [InlineData("", "empty")]
    [InlineData("\uFEFF", "The file holds no row, only blank lines or a byte order mark.")]
    [InlineData("\n\r\n \n", "The file holds no row, only blank lines")]
    [InlineData("[]", "The file holds no row")]
    [InlineData("id,url\n", "The file holds no row below its header (id, url).")]
    [InlineData("\uFEFFid;url\r\n\r\n", "The file holds no row below its header (id, url).")]
    [InlineData("url", "The file holds no row below its header (url).")]
    public async Task What_is_no_list_or_holds_no_row_is_refused_with_a_sentence_and_leaves_nothing(string text, string words)
    {
        await using var jobs = await JobsUnderTest.Start();
        using var answer = await jobs.Upload(text);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        AssertNothingLeft(jobs);
    }

    [Fact]
    public async Task A_type_that_is_no_list_is_told_with_those_that_are()
    {
        await using var jobs = await JobsUnderTest.Start();
        using var image = new ByteArrayContent([1, 2, 3]);
        image.Headers.ContentType = new("image/png");
        using var answer = await jobs.Client.PostAsync("/v1/jobs", image, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        var told = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Send Content-Type: text/csv or text/tab-separated-values or application/x-ndjson", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_room_on_the_disk_nothing_is_taken()
    {
        await using var jobs = await JobsUnderTest.Start(same => same with { LeastFreeMiB = 100_000_000 });
        using var answer = await jobs.Upload("url\na.example\n");
        Assert.Equal(HttpStatusCode.InsufficientStorage, answer.StatusCode);
        AssertNothingLeft(jobs);
    }

    [Fact]
    public async Task A_packed_file_is_judged_and_one_that_is_cut_off_says_so()
    {
        await using var jobs = await JobsUnderTest.Start();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"http://bad{i * 7919}.example/\n"))));
        using var whole = await jobs.Upload(packed.ToArray(), "name=x.txt.gz&start=true", "application/gzip");
        var id = (await jobs.Server.Json(whole)).GetProperty("id").GetInt64();
        Assert.Equal(5000, (await jobs.Until(id, "done")).GetProperty("rows").GetInt64());
        using var cut = await jobs.Upload(packed.ToArray()[..(int)(packed.Length / 2)], "name=x.txt.gz&start=true", "application/gzip");
        var failed = await jobs.Until((await jobs.Server.Json(cut)).GetProperty("id").GetInt64(), "failed");
        Assert.Contains("x.txt.gz: the gzip data is cut off", failed.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.InRange(failed.GetProperty("rows").GetInt64(), 100, 4999);
    }

    [Fact]
    public async Task More_rows_than_a_job_may_have_end_it_with_a_sentence()
    {
        await using var jobs = await JobsUnderTest.Start(same => same with { MaxRows = 100 });
        var id = await jobs.Job("url\n" + string.Concat(Enumerable.Repeat("a.example\n", 101)));
        Assert.Contains("Jobs:MaxRows", (await jobs.Until(id, "failed")).GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_streamed_with_its_fields_wherever_they_stand()
    {
        await using var jobs = await JobsUnderTest.Start();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("2"), "column" },
            { new ByteArrayContent("1,bad.example\n2,good.example\n"u8.ToArray()), "file", "liste.csv" },
            { new StringContent("true"), "start" },
        };
        using var answer = await jobs.Client.PostAsync("/v1/jobs", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var job = await jobs.Until((await jobs.Server.Json(answer)).GetProperty("id").GetInt64(), "done");
        Assert.Equal("liste.csv", job.GetProperty("name").GetString());
        using var broken = new StringContent("--x\r\nno form", Encoding.UTF8);
        broken.Headers.Remove("Content-Type");
        broken.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        Assert.Equal(HttpStatusCode.BadRequest, (await jobs.Client.PostAsync("/v1/jobs", broken, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_page_takes_a_file_only_with_its_own_token()
    {
        await using var jobs = await JobsUnderTest.Start();
        var page = await jobs.Client.GetStringAsync("/jobs", TestContext.Current.CancellationToken);
        var token = Token().Match(page).Groups[1].Value;
        Assert.NotEmpty(token);
        using var answer = await jobs.Client.PostAsync("/jobs/upload", Form(token), TestContext.Current.CancellationToken);
        Assert.Matches("/jobs/[0-9]+$", answer.RequestMessage!.RequestUri!.AbsolutePath);
        var ready = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("How the file is read", ready, StringComparison.Ordinal);
        using var foreign = await jobs.Client.PostAsync("/jobs/upload", Form("nonsense"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Contains("Load it again", await foreign.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_looked_at_and_started_from_its_page()
    {
        await using var jobs = await JobsUnderTest.Start();
        var id = await jobs.Job("1;bad.example\n2;good.example\n", "name=x.csv");
        await Post(jobs, id, ("_handler", "shape"), ("Form.Column", "1"), ("Form.Delimiter", "comma"), ("Form.Header", "false"), ("Form.Encoding", "utf8"), ("Form.Act", "look"));
        Assert.Equal("comma", (await jobs.Get(id)).GetProperty("shape").GetProperty("delimiter").GetString());
        await Post(jobs, id, ("_handler", "shape"), ("Form.Column", "2"), ("Form.Delimiter", "semicolon"), ("Form.Header", "false"), ("Form.Encoding", "utf8"), ("Form.Act", "start"));
        await jobs.Until(id, "done");
        var page = await Post(jobs, id, ("_handler", "delete"));
        Assert.Contains("No job yet", page, StringComparison.Ordinal);
    }

    private static async Task<string> Post(JobsUnderTest jobs, long id, params (string Name, string Value)[] fields)
    {
        var page = await jobs.Client.GetStringAsync($"/jobs/{id}");
        var token = Token().Match(page).Groups[1].Value;
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("__RequestVerificationToken", token)]);
        using var answer = await jobs.Client.PostAsync($"/jobs/{id}", form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    private static MultipartFormDataContent Form(string token) => new()
    {
        { new StringContent(token), "__RequestVerificationToken" },
        { new ByteArrayContent("url\na.example\n"u8.ToArray()), "file", "x.csv" },
    };

    private static void AssertNothingLeft(JobsUnderTest jobs)
    {
        Assert.Empty(jobs.Server.Store.Jobs.List("main", null, null, 10));
        var folder = Path.Combine(jobs.Server.Store.DataDirectory, "jobs");
        Assert.True(!Directory.Exists(folder) || Directory.GetFileSystemEntries(folder).Length == 0);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
