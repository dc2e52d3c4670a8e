namespace Weir.Pipeline.Feeds.Sync;

/// <summary>A folder in S3-compatible storage.</summary>
internal sealed class S3FeedKind : IFeedKind
{
    public string Name => "s3";

    public string About => "a folder in S3-compatible storage, mirrored; its files are taken as dropped ones are";

    public FeedDefaults Defaults { get; } = new() { NeedsUrl = false, Every = TimeSpan.FromMinutes(15), IsWhole = false, StampsUndated = false };

    public IFeedFetcher Create(FeedSettings feed, SettingBlock block)
    {
        var options = new S3FeedOptions(
            block.Text("Bucket") ?? "", block.Text("Prefix") ?? "", block.Address("Endpoint"), block.Text("Region") ?? "us-east-1",
            block.Text("AccessKey"), block.Text("SecretKey"));
        if (options.Bucket.Length == 0) block.Fault("Bucket", "is needed: the name of the bucket", 0);
        if (options.AccessKey is null != options.SecretKey is null) block.Fault("SecretKey", "and AccessKey go together: set both, or none for a public bucket", 0);
        return new S3Fetcher(options);
    }
}

/// <summary>The settings that only this kind knows.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What the keys begin with; empty for all.</param>
/// <param name="Endpoint">The server; null for that of AWS.</param>
/// <param name="Region">The region.</param>
/// <param name="AccessKey">The name of the key; null for a public bucket.</param>
/// <param name="SecretKey">The key, a secret.</param>
internal sealed record S3FeedOptions(string Bucket, string Prefix, Uri? Endpoint, string Region, string? AccessKey, string? SecretKey);
