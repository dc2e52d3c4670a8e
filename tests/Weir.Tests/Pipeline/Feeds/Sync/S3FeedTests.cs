using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Weir.Pipeline;
using Weir.Pipeline.Feeds.Sync;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds.Sync;

public sealed class S3FeedTests : IDisposable
{
    private readonly FeedWorld _world = new();
    private readonly S3Server _server = new();

    public void Dispose()
    {
        _world.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Objects_are_mirrored_and_taken_once()
    {
        _world.With("bucket", "s3", $"Bucket={S3Server.Bucket}", "Prefix=out/", $"Endpoint={_server.Endpoint}", $"AccessKey={S3Server.Key}", $"SecretKey={S3Server.Key}", "Label=phishing");
        await PutAsync("out/day/list.csv", "url\nhttp://a.test/1\n");
        await PutAsync("out/.hidden", "http://hidden.test/\n");
        await PutAsync("other/list.csv", "url\nhttp://other.test/\n");
        var first = await _world.FetchAsync();
        Assert.Equal((FetchOutcomes.Done, 1L), (first.Outcome, first.Counts.Added));
        Assert.Equal(FetchOutcomes.Unchanged, (await _world.FetchAsync()).Outcome);
        _server.Stop();
        var finding = Assert.Single((await _world.CollectAsync()).Findings);
        Assert.Equal(FindingKind.FeedFailed, finding.Kind);
        Assert.Contains($"the storage of the bucket {S3Server.Bucket} cannot be reached", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_told()
    {
        _world.With("bucket", "s3", "Bucket=nowhere", $"Endpoint={_server.Endpoint}", $"AccessKey={S3Server.Key}", $"SecretKey={S3Server.Key}");
        Assert.Contains("there is no bucket nowhere", Assert.Single((await _world.CollectAsync()).Findings).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in/a/b.csv", "/m/a/b.csv")]
    [InlineData("in/../../etc/passwd", null)]
    [InlineData("in//etc/passwd", "/m/etc/passwd")]
    [InlineData("in/a/../b", null)]
    [InlineData("in/a\\b", null)]
    [InlineData("in/", null)]
    [InlineData("in/a\0b", null)]
    public void No_key_leads_out_of_the_mirror(string key, string? place) => Assert.Equal(place, S3Fetcher.PlaceOf("/m", "in/", key));

    private async Task PutAsync(string key, string text)
    {
        using var client = new AmazonS3Client(new BasicAWSCredentials(S3Server.Key, S3Server.Key), new AmazonS3Config { ServiceURL = _server.Endpoint.AbsoluteUri, ForcePathStyle = true });
        await client.PutObjectAsync(new PutObjectRequest { BucketName = S3Server.Bucket, Key = key, ContentBody = text }, TestContext.Current.CancellationToken);
    }
}
