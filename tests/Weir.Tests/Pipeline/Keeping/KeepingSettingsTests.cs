using Weir.Pipeline.Keeping;
using Xunit;

namespace Weir.Tests.Pipeline.Keeping;

public class KeepingSettingsTests
{
    [Fact]
    public void Every_setting_is_read()
    {
        var settings = Read(out var faults, ("Keeping:Models", "3"), ("Keeping:Datasets", "4"), ("Keeping:LeastFreeMiB", "5"), ("Keeping:S3:Bucket", "b"),
            ("Keeping:S3:Prefix", "/p/q/"), ("Keeping:S3:Endpoint", "http://127.0.0.1:9000"), ("Keeping:S3:Region", "eu-central-1"),
            ("Keeping:S3:AccessKey", "a"), ("Keeping:S3:SecretKey", "s"), ("Keeping:S3:Database", "false"));
        Assert.Empty(faults);
        Assert.Equal((3, 4, 5), (settings.Models, settings.Datasets, settings.LeastFreeMiB));
        Assert.Equal(new S3Settings { Bucket = "b", Prefix = "p/q", Endpoint = new Uri("http://127.0.0.1:9000"), Region = "eu-central-1", AccessKey = "a", SecretKey = "s", Database = false }, settings.S3);
        Assert.Equal("s3://b/p/q at 127.0.0.1:9000", settings.S3!.Name);
    }

    [Fact]
    public void Keys_without_a_bucket_belong_to_other_programs()
    {
        Assert.Null(Read(out var faults, ("Keeping:S3:AccessKey", "a"), ("Keeping:S3:SecretKey", "s"), ("Keeping:S3:Region", "r")).S3);
        Assert.Empty(faults);
    }

    [Fact]
    public void Every_fault_is_told()
    {
        Read(out var faults, ("Keeping:Models", "0"), ("Keeping:Modles", "3"), ("Keeping:S3:Bucket", "b"), ("Keeping:S3:Buckte", "b"), ("Keeping:S4:Bucket", "b"));
        Assert.Equal(5, faults.Count);
        Assert.Contains(faults, fault => fault.Contains("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Keeping:S4 is not a group of settings", StringComparison.Ordinal));
    }

    private static KeepingSettings Read(out List<string> faults, params (string Name, string Value)[] values) =>
        KeepingSettings.From(values.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase), faults = []);
}
