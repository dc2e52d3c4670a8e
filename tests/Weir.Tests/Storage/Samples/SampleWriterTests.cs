using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Samples;

public abstract class SampleWriterTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void A_slow_import_lets_others_write_in_between()
    {
        using var writer = Store.Imports.Begin("feed.csv", "aa");
        for (var i = 0; i < 3; i++)
        {
            writer.Add(new Observation("a", $"http://bad.test/{i}", $"bad.test/{i}", "bad.test", true, null, null));
            Time.Advance(TimeSpan.FromMilliseconds(150));
        }

        Assert.Equal(2, Store.Samples.CountLabels().Samples);
        writer.Finish("done");
        Assert.Equal(3, Store.Samples.CountLabels().Samples);
    }
}

public sealed class SampleWriterOnSqlite() : SampleWriterTests(StoreKind.Sqlite);

public sealed class SampleWriterOnPostgres() : SampleWriterTests(StoreKind.Postgres);
