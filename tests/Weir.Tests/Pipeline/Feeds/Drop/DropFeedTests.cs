using System.Text.Json;
using Weir.Pipeline;
using Weir.Pipeline.Feeds;
using Weir.Storage.Feeds;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds.Drop;

public sealed class DropFeedTests : IDisposable
{
    private const string Mail = "From: a@example.org\nSubject: x\nDate: Sun, 1 Jun 2025 10:00:00 +0000\n\nSee http://bad.test/login and https://www.google.com/help\n";
    private readonly FeedWorld _world = new();
    private readonly string _folder;

    public DropFeedTests()
    {
        _folder = Path.Combine(_world.Store.DataDirectory, "drop");
        _world.With("drop", "drop");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_file_is_taken_after_two_equal_looks_and_only_once()
    {
        Put("phishing/list.csv", "url,seen_at\nhttp://a.test/1,2025-05-01\nhttp://b.test/2,\nhttp://\n");
        Assert.Equal(FetchOutcomes.Unchanged, (await _world.FetchAsync()).Outcome);
        File.AppendAllText(At("phishing/list.csv"), "http://c.test/3,\n");
        Assert.Equal(FetchOutcomes.Unchanged, (await LaterAsync()).Outcome);
        var taken = await LaterAsync();
        Assert.Equal((FetchOutcomes.Done, 4L, 3L, 1L), (taken.Outcome, taken.Counts.Read, taken.Counts.Added, taken.Counts.Rejected));
        Assert.False(File.Exists(At("phishing/list.csv")));
        Assert.True(File.Exists(At("done/phishing/list.csv")));
        Assert.Equal(FetchOutcomes.Unchanged, (await LaterAsync()).Outcome);
        Assert.Equal((3L, 3L), (_world.Observations(), _world.Store.Samples.Feeds().Single(feed => feed.Name == "drop").Phishing));
    }

    [Fact]
    public async Task The_report_names_counts_and_rejected_lines_with_addresses_defanged()
    {
        Put("cert-xx/phishing/list.csv", "url\nhttp://a.test/1\nhttp://b*d.test/\n");
        await TwoLooksAsync();
        var report = Report("done/cert-xx/phishing/list.csv");
        Assert.Equal(("cert-xx", "phishing", "taken"), (report.GetProperty("feed").GetString(), report.GetProperty("label").GetString(), report.GetProperty("outcome").GetString()));
        Assert.Equal((2, 1, 1), (report.GetProperty("read").GetInt32(), report.GetProperty("new").GetInt32(), report.GetProperty("rejected").GetInt32()));
        var reject = report.GetProperty("rejects")[0];
        Assert.Equal((3, "the host is masked"), (reject.GetProperty("line").GetInt32(), reject.GetProperty("reason").GetString()));
        Assert.DoesNotContain("http://", reject.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("cert-xx", Assert.Single(_world.Store.Samples.Feeds(), feed => feed.Observations > 0).Name);
    }

    [Fact]
    public async Task The_same_bytes_that_come_again_are_known()
    {
        Put("phishing/one.csv", "url\nhttp://a.test/1\n");
        await TwoLooksAsync();
        Put("phishing/two.csv", "url\nhttp://a.test/1\n");
        Put("benign/three.csv", "url\nhttp://a.test/1\n");
        await TwoLooksAsync();
        Assert.Equal("These bytes came before, as phishing/one.csv; nothing was added.", Report("done/phishing/two.csv").GetProperty("sentence").GetString());
        Assert.Equal("taken", Report("done/benign/three.csv").GetProperty("outcome").GetString());
        Assert.Equal(2, _world.Observations());
    }

    [Theory]
    [InlineData("list.csv", "url\nhttp://a.test/1\n", "None of the 1 rows could be used; the first: no label")]
    [InlineData("phishing/picture.png", "\u0089PNG\r\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "is a picture, not text.")]
    [InlineData("phishing/empty.csv", "", "The file holds no row.")]
    [InlineData("unlabelled.eml", Mail, "the first: no label; name one with --label, or put the file into phishing/ or benign/.")]
    public async Task A_file_of_no_use_is_rejected_and_told(string name, string text, string told)
    {
        Put(name, text);
        var finding = Assert.Single((await TwoLooksAsync()).Findings);
        Assert.Equal(FindingKind.FeedFormat, finding.Kind);
        Assert.Contains("1 of 1 dropped files were moved to rejected/ with a report; " + name, finding.Sentence, StringComparison.Ordinal);
        Assert.Contains(told, Report("rejected/" + name).GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(At("rejected/" + name)));
    }

    [Fact]
    public async Task Mails_give_their_addresses_and_popular_sites_among_them_are_set_aside()
    {
        Put("phishing/reported.eml", Mail);
        Put("phishing/inbox.mbox", "From x\n" + Mail.Replace("bad.test", "worse.test") + "\nFrom y\n" + Mail + "\n");
        await TwoLooksAsync();
        Assert.All((string[])["bad.test/login", "worse.test/login"], subject => Assert.NotEmpty(_world.Store.Feeds.RawOf(subject)));
        Assert.Equal(2, _world.Observations());
        Assert.Equal(1, Report("done/phishing/reported.eml").GetProperty("setAside").GetInt32());
    }

    [Fact]
    public async Task Files_of_programs_that_have_not_finished_and_links_are_left_alone()
    {
        Put("phishing/.hidden.csv", "url\nhttp://a.test/\n");
        Put("phishing/list.csv.part", "url\nhttp://a.test/\n");
        var secret = Path.Combine(_world.Store.DataDirectory, "secret.txt");
        await File.WriteAllTextAsync(secret, "http://a.test/\n", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(At("phishing/link.txt"), secret);
        await TwoLooksAsync();
        Assert.Equal((0L, true), (_world.Observations(), File.Exists(At("phishing/link.txt"))));
    }

    [Fact]
    public async Task A_run_that_was_killed_in_the_middle_is_done_again_and_counts_once()
    {
        Put("phishing/list.csv", "url\nhttp://a.test/1\nhttp://b.test/2\n");
        var hash = Hash("phishing/list.csv");
        // As a killed run leaves it: claimed, its first row committed, its import never ended.
        Directory.CreateDirectory(At(".taking/phishing"));
        File.Move(At("phishing/list.csv"), At(".taking/phishing/list.csv"));
        using (var writer = _world.Store.Imports.Begin("x", hash))
        {
            writer.Add(new Observation("drop", "http://a.test/1", "a.test/1", "a.test", true, null, null));
            writer.Finish("running");
        }

        await _world.FetchAsync();
        Assert.Equal(2, _world.Observations());
        var report = Report("done/phishing/list.csv");
        Assert.Equal((2, 2, 0), (report.GetProperty("read").GetInt32(), report.GetProperty("new").GetInt32(), report.GetProperty("duplicate").GetInt32()));
    }

    [Fact]
    public async Task A_run_that_was_killed_before_the_file_was_moved_only_moves_it()
    {
        Put("phishing/list.csv", "url\nhttp://a.test/1\n");
        await TwoLooksAsync();
        Directory.CreateDirectory(At(".taking/phishing"));
        File.Move(At("done/phishing/list.csv"), At(".taking/phishing/list.csv"));
        Assert.Equal(0, (await _world.FetchAsync()).Counts.Added);
        Assert.True(File.Exists(At("done/phishing/list.csv")));
        Assert.Equal(1, _world.Observations());
    }

    private async Task<CollectResult> TwoLooksAsync()
    {
        await _world.CollectAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        return await _world.CollectAsync();
    }

    private async Task<FetchRecord> LaterAsync()
    {
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        return await _world.FetchAsync();
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Put(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text, System.Text.Encoding.Latin1);
    }

    private string Hash(string name) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(At(name))));

    private JsonElement Report(string name) => JsonDocument.Parse(File.ReadAllText(At(name) + ".report.json")).RootElement;
}
