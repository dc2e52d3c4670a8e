using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Weir.Pipeline.Feeds.Drop;

namespace Weir.Pipeline.Feeds.Sync;

/// <summary>Brings new and changed objects into the mirror of the feed, then takes what is new in it.</summary>
internal sealed class S3Fetcher(S3FeedOptions options) : IFeedFetcher
{
    private const int MostObjects = 100_000;

    public async Task<FetchOutcome> FetchAsync(FeedRun run, CancellationToken ct)
    {
        var mirror = Directory.CreateDirectory(Path.Combine(run.Directory, "mirror")).FullName;
        try
        {
            using var client = Client(run);
            await SynchroniseAsync(run, client, mirror, ct);
        }
        catch (Exception fault) when (fault is AmazonServiceException or AmazonClientException or HttpRequestException or WebException)
        {
            return FetchOutcome.Failed(Clause(fault));
        }

        return await Task.Run(() => new MirrorTaking(run, mirror).Take(ct), ct);
    }

    /// <summary>The place of an object in the mirror; null when its key could lead anywhere else.</summary>
    internal static string? PlaceOf(string mirror, string prefix, string key)
    {
        var name = key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..].TrimStart('/') : key;
        var parts = name.Split('/');
        var isPlain = name.Length is > 0 and <= 512 && parts.All(part => part.Length is > 0 and <= 200 && part[0] != '.') && !name.Any(c => char.IsControl(c) || c == '\\' || c == ':');
        return isPlain ? Path.Combine([mirror, .. parts]) : null;
    }

    private async Task SynchroniseAsync(FeedRun run, AmazonS3Client client, string mirror, CancellationToken ct)
    {
        var listed = 0;
        var request = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = options.Prefix };
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request, ct);
            foreach (var item in page.S3Objects ?? []) await BringAsync(run, client, mirror, item, ct);
            request.ContinuationToken = page.NextContinuationToken;
            listed += page.S3Objects?.Count ?? 0;
        }
        while (page.IsTruncated == true && listed < MostObjects);
    }

    private async Task BringAsync(FeedRun run, AmazonS3Client client, string mirror, S3Object item, CancellationToken ct)
    {
        if (item.Key.EndsWith('/') || PlaceOf(mirror, options.Prefix, item.Key) is not { } path) return;
        var changedAt = item.LastModified?.ToUniversalTime() ?? DateTime.UnixEpoch;
        var known = new FileInfo(path);
        if (item.Size > run.Feed.MaxBytes || (known.Exists && known.Length == item.Size && known.LastWriteTimeUtc == changedAt)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Hidden, so that a part of an object is never taken for the whole.
        var part = Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path));
        using (var response = await client.GetObjectAsync(options.Bucket, item.Key, ct))
        await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await response.ResponseStream.CopyToAsync(file, ct);
            file.Flush(flushToDisk: true);
        }

        File.SetLastWriteTimeUtc(part, changedAt);
        File.Move(part, path, overwrite: true);
    }

    private AmazonS3Client Client(FeedRun run)
    {
        var config = new AmazonS3Config { ForcePathStyle = options.Endpoint is not null, Timeout = run.Feed.Timeout, MaxErrorRetry = 1 };
        if (options.Endpoint is { } endpoint) (config.ServiceURL, config.AuthenticationRegion) = (endpoint.AbsoluteUri, options.Region);
        else config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        AWSCredentials credentials = options.AccessKey is { } name ? new BasicAWSCredentials(name, options.SecretKey) : new AnonymousAWSCredentials();
        return new AmazonS3Client(credentials, config);
    }

    private string Clause(Exception fault) => fault switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => $"there is no bucket {options.Bucket}",
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden } => $"the storage refuses these keys for the bucket {options.Bucket}",
        AmazonServiceException { ErrorCode: { Length: > 0 } code } => $"the storage answered {code} for the bucket {options.Bucket}",
        _ => $"the storage of the bucket {options.Bucket} cannot be reached",
    };
}
