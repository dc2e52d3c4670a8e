namespace Weir.Pipeline.Keeping;

/// <summary>What is kept for how long (<c>Keeping:</c>), and where copies go.</summary>
public sealed record KeepingSettings
{
    /// <summary>Model files kept beside the champions, the newest first; default 10.</summary>
    public int Models { get; init; } = 10;

    /// <summary>Dataset snapshots kept beside those in use, the newest first; default 5.</summary>
    public int Datasets { get; init; } = 5;

    /// <summary>Free space below which a person is told, MiB; default 1024.</summary>
    public int LeastFreeMiB { get; init; } = 1024;

    /// <summary>Where copies go; null keeps them here only.</summary>
    public S3Settings? S3 { get; init; }

    /// <summary>Reads the family of settings; each fault is one sentence.</summary>
    public static KeepingSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var block = new SettingBlock(settings, "Keeping:", faults);
        var usual = new KeepingSettings();
        var read = new KeepingSettings
        {
            Models = block.Number("Models", usual.Models, 1, 100_000),
            Datasets = block.Number("Datasets", usual.Datasets, 1, 100_000),
            LeastFreeMiB = block.Number("LeastFreeMiB", usual.LeastFreeMiB, 0, 100_000_000),
            S3 = S3Settings.From(block.Child("S3")),
        };
        block.Done();
        foreach (var child in block.Children().Where(child => !child.Equals("S3", StringComparison.OrdinalIgnoreCase)))
            faults.Add($"{block.NameOf(child)} is not a group of settings; here Weir knows Keeping:S3.");
        return read;
    }
}

/// <summary>A bucket of S3-compatible storage (<c>Keeping:S3:</c>).</summary>
public sealed record S3Settings
{
    /// <summary>The bucket; it must exist.</summary>
    public required string Bucket { get; init; }

    /// <summary>Beginning of every key, without slashes at its ends; default "weir".</summary>
    public string Prefix { get; init; } = "weir";

    /// <summary>The address of a server that is not Amazon's; null is Amazon's.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region that signs requests; default us-east-1 (plain name AWS_REGION).</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Who asks (plain name AWS_ACCESS_KEY_ID).</summary>
    public required string AccessKey { get; init; }

    /// <summary>The secret of it (plain name AWS_SECRET_ACCESS_KEY).</summary>
    public required string SecretKey { get; init; }

    /// <summary>Whether a copy of the database goes along, without which nothing can be restored from there; default true.</summary>
    public bool Database { get; init; } = true;

    /// <summary>The storage as people read it: no key, no password.</summary>
    public string Name => Endpoint is null ? $"s3://{Bucket}/{Prefix}" : $"s3://{Bucket}/{Prefix} at {Endpoint.Host}:{Endpoint.Port}";

    // The keys may be set for other programs: without a bucket nothing is asked of them.
    internal static S3Settings? From(SettingBlock block)
    {
        var (bucket, access, secret) = (block.Text("Bucket"), block.Text("AccessKey"), block.Text("SecretKey"));
        var read = new S3Settings
        {
            Bucket = bucket ?? "",
            Prefix = (block.Text("Prefix") ?? "weir").Trim('/'),
            Endpoint = block.Address("Endpoint"),
            Region = block.Text("Region") ?? "us-east-1",
            AccessKey = access ?? "",
            SecretKey = secret ?? "",
            Database = block.Truth("Database", true),
        };
        block.Done();
        if (bucket is null) return null;
        if (access is null || secret is null) block.Fault("Bucket", "is set, but AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not", 0);
        return read;
    }
}
