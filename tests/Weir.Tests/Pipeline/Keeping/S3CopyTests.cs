using Weir.Pipeline;
using Weir.Pipeline.Keeping;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Keeping;

public sealed class S3CopyTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly S3Server _server = new();
    private readonly WeirStore _store;

    public S3CopyTests()
    {
        _store = SomeStore.Open(_directory.File("data"), _time);
        SomeStore.Champion(_store, "champion", SomeStore.Dataset(_store, "aaa"));
        Directory.CreateDirectory(_directory.File("data/logs"));
        _directory.Write("data/logs/weir.log", "line\n");
        _directory.Write("data/weir.json", "{}");
    }

    public void Dispose()
    {
        _store.Dispose();
        _server.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_copy_is_incremental_and_comes_back_whole()
    {
        Assert.Equal((4, 0), await Copy());
        // Nothing but the database and its copy differ: a model is new, a log has grown.
        SomeStore.Champion(_store, "second");
        File.AppendAllText(_directory.File("data/logs/weir.log"), "another\n");
        Assert.Equal((3, 2), await Copy());
        Assert.Equal((0, 4), await Copy());
        Assert.Equal(_time.GetUtcNow(), await S3Copy.LastAsync(Settings(), Ct));
        await new Restore(_directory.File("new"), _time).RunAsync(Settings(), force: false, Ct);
        using var restored = WeirStore.Open(_directory.File("new"), _time);
        Assert.Equal((50, "second"), (restored.Samples.CountLabels().Samples, restored.Models.Champion()!.Version));
        Assert.Equal(File.ReadAllBytes(_directory.File("data/models/second.weir")), File.ReadAllBytes(_directory.File("new/models/second.weir")));
        Assert.False(Directory.Exists(_directory.File("new/logs")));
        Assert.False(File.Exists(_directory.File("new/weir.json")));
    }

    [Fact]
    public async Task Databases_of_earlier_days_do_not_pile_up_and_models_stay_as_an_archive()
    {
        for (var day = 0; day < 4; day++)
        {
            _store.Settings.Set("day", $"{day}", "test");
            await Copy();
        }

        using var storage = new S3Storage(Settings());
        var keys = (await storage.ListAsync(Ct)).Keys;
        Assert.Equal(2, keys.Count(key => key.StartsWith("database/", StringComparison.Ordinal)));
        Assert.Single(keys, key => key.StartsWith("models/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outage_is_a_finding_and_the_next_run_catches_up()
    {
        await Copy();
        SomeStore.Model(_store, "during");
        _server.Stop();
        var findings = await new DailyKeeping(_store, new KeepingSettings { S3 = Settings(), LeastFreeMiB = 0 }).RunAsync([], Ct);
        var finding = Assert.Single(findings);
        Assert.Equal((FindingKind.Keeping, FindingLevel.Warning, "s3"), (finding.Kind, finding.Level, finding.Subject));
        Assert.Contains("cannot be reached; check Keeping:S3:Endpoint and the network", finding.Sentence);
        _server.Start();
        Assert.Empty(await new DailyKeeping(_store, new KeepingSettings { S3 = Settings(), LeastFreeMiB = 0 }).CopyDueAsync(Ct));
        Assert.True(_store.Schedules.Last("s3-copy") == _time.GetUtcNow());
        using var storage = new S3Storage(Settings());
        Assert.Contains((await storage.ListAsync(Ct)).Keys, key => key.EndsWith("during.weir", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_keys_and_a_missing_bucket_are_told_without_the_secret()
    {
        var refused = await Assert.ThrowsAsync<KeepingException>(() => S3Copy.LastAsync(Settings() with { AccessKey = "very-secret" }, Ct));
        Assert.Contains("refused the keys", refused.Message);
        Assert.Contains("AWS_SECRET_ACCESS_KEY", refused.Message);
        Assert.DoesNotContain("very-secret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(S3Server.Key, refused.Message, StringComparison.Ordinal);
        using var copy = new S3Copy(_store, Settings() with { Bucket = "nowhere" });
        Assert.Contains("has no such bucket; create it", (await Assert.ThrowsAsync<KeepingException>(() => copy.RunAsync(Ct))).Message);
    }

    [Fact]
    public async Task An_empty_storage_has_nothing_to_restore_and_an_altered_one_is_refused()
    {
        Assert.Null(await S3Copy.LastAsync(Settings(), Ct));
        Assert.Contains("holds no copy of Weir", (await Assert.ThrowsAsync<KeepingException>(() => Restore())).Message);
        await Copy();
        using (var storage = new S3Storage(Settings()))
        {
            var model = (await storage.ListAsync(Ct)).Keys.Single(key => key.StartsWith("models/", StringComparison.Ordinal));
            await storage.PutAsync(model, new MemoryStream("altered"u8.ToArray()), Ct);
        }

        Assert.Contains("models/champion.weir is not what was written", (await Assert.ThrowsAsync<KeepingException>(() => Restore())).Message);
        Assert.False(WeirStore.Exists(_directory.File("new")));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private S3Settings Settings() => new() { Bucket = S3Server.Bucket, Endpoint = _server.Endpoint, AccessKey = S3Server.Key, SecretKey = S3Server.Key };

    private async Task<(int Sent, int Kept)> Copy()
    {
        using var copy = new S3Copy(_store, Settings());
        var counts = await copy.RunAsync(Ct);
        return (counts.Sent, counts.Kept);
    }

    private Task<Restored> Restore() => new Restore(_directory.File("new"), _time).RunAsync(Settings(), force: false, Ct);
}
