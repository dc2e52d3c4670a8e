using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Weir.Pipeline.Keeping;

/// <summary>A bucket and prefix; every fault comes back as <see cref="KeepingException"/> with a sentence that holds no secret.</summary>
internal sealed class S3Storage : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly S3Settings _settings;
    private readonly AmazonS3Client _client;

    public S3Storage(S3Settings settings)
    {
        _settings = settings;
        // Only what every S3-compatible server understands: paths, no trailing checksums.
        var config = new AmazonS3Config
        {
            AuthenticationRegion = settings.Region,
            ForcePathStyle = settings.Endpoint is not null,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 2,
            Timeout = Patience,
        };
        if (settings.Endpoint is { } endpoint) config.ServiceURL = endpoint.ToString();
        else config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        _client = new AmazonS3Client(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), config);
    }

    public string Name => _settings.Name;

    /// <summary>Every key below the prefix, which is left out, with its bytes and its time.</summary>
    public Task<Dictionary<string, S3Object>> ListAsync(CancellationToken ct) => Guarded(async () =>
    {
        var found = new Dictionary<string, S3Object>(StringComparer.Ordinal);
        var request = new ListObjectsV2Request { BucketName = _settings.Bucket, Prefix = _settings.Prefix + "/" };
        while (true)
        {
            var page = await _client.ListObjectsV2Async(request, ct);
            foreach (var item in page.S3Objects ?? []) found[item.Key[request.Prefix.Length..]] = item;
            if (page.IsTruncated != true) return found;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }, ct);

    public Task PutAsync(string key, Stream content, CancellationToken ct) => Guarded(() => _client.PutObjectAsync(new PutObjectRequest
    {
        BucketName = _settings.Bucket,
        Key = KeyOf(key),
        InputStream = content,
        AutoCloseStream = false,
        UseChunkEncoding = false,
    }, ct), ct);

    /// <summary>Writes an object to a stream; false when there is none.</summary>
    public Task<bool> GetAsync(string key, Stream to, CancellationToken ct) => Guarded(async () =>
    {
        try
        {
            using var answer = await _client.GetObjectAsync(_settings.Bucket, KeyOf(key), ct);
            await answer.ResponseStream.CopyToAsync(to, ct);
            return true;
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode is "NoSuchKey")
        {
            return false;
        }
    }, ct);

    public Task DeleteAsync(string key, CancellationToken ct) => Guarded(() => _client.DeleteObjectAsync(_settings.Bucket, KeyOf(key), ct), ct);

    public void Dispose() => _client.Dispose();

    private string KeyOf(string key) => _settings.Prefix.Length == 0 ? key : $"{_settings.Prefix}/{key}";

    private async Task<T> Guarded<T>(Func<Task<T>> act, CancellationToken ct)
    {
        try
        {
            return await act();
        }
        catch (Exception fault) when (fault is AmazonServiceException or AmazonClientException or HttpRequestException or HttpIOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw new KeepingException($"The storage {Name} {What(fault)}.", fault);
        }
    }

    // The answers of a server may repeat keys and signatures: only their code is told.
    private static string What(Exception fault) => fault switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => "has no such bucket; create it, or correct Keeping:S3:Bucket",
        AmazonS3Exception { StatusCode: System.Net.HttpStatusCode.Forbidden } refused => $"refused the keys ({refused.ErrorCode}); correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give them the right to list, read, write and delete there",
        AmazonServiceException { StatusCode: > 0, ErrorCode: { Length: > 0 } code } answer => $"answered {(int)answer.StatusCode} {code}",
        OperationCanceledException => $"did not answer within {Patience.TotalMinutes:0} minutes",
        _ => "cannot be reached; check Keeping:S3:Endpoint and the network",
    };
}
