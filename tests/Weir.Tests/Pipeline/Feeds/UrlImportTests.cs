using System.IO.Compression;
using Weir.Detection.Reference;
using Weir.Pipeline.Feeds;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds;

public abstract class UrlImportTests : StoreTests
{
    private readonly UrlImport _import;

    protected UrlImportTests(StoreKind kind) : base(kind)
    {
        _import = new UrlImport(Store, new UrlSubjects(ReferenceLists.Embedded).TryRead, host => host == "example.com");
    }

    [Fact]
    public void A_feed_is_read_by_its_header_and_adds_nothing_the_second_time()
    {
        var file = Place.Write("feed.csv", """
            url,label,seen_at,source,target
            http://login.bad.test/a?x=1&amp;y=2,phishing,2025-05-01T00:00:00Z,feed-a:x,Bank
            https://LOGIN.bad.test/a?x=1&y=2,malicious,2025-05-02,feed-b,
            http://good.test/,benign,,feed-a,
            http://good.test/,perhaps,,feed-a,
            ,phishing,,,
            http://www.example.com/,phishing,,feed-a,
            http://***.bad.test/,phishing,,feed-a,
            """);
        var first = Run(file, new ImportOptions());
        Assert.Equal((7, 2, 1, 4, 1), Numbers(first.Counts));
        Assert.Equal([5L, 6L, 7L, 8L], Store.Imports.Rejects(first.Counts.Id).Select(reject => reject.Line));
        Assert.Equal(["feed-a", "feed-b"], Store.Samples.Feeds().Select(feed => feed.Name));
        var second = Run(file, new ImportOptions());
        Assert.Equal((7, 0, 3, 4, 1), Numbers(second.Counts));
        Assert.Equal(3, Store.Samples.Feeds().Sum(feed => feed.Observations));
    }

    [Theory]
    [InlineData("http://bad.test/?a=1&amp;b=2", "http://bad.test/?a=1&b=2")]
    [InlineData("http://bad.test/?email=*@*", "http://bad.test/?email=")]
    [InlineData("http://bad.test/?to=example@mail.example&x", "http://bad.test/?to=&x")]
    [InlineData(" http://bad.test/ ", "http://bad.test/")]
    [InlineData("http://b*d.test/", null)]
    public void What_a_collector_did_to_an_address_is_undone(string collected, string? clean) =>
        Assert.Equal(clean, SubjectCleaning.Clean(collected));

    [Fact]
    public void Lines_take_feed_and_label_from_the_options()
    {
        var file = Place.Write("list.txt", "bad.test/login\nhttp://\n\nbad.test/login\n");
        var result = Run(file, new ImportOptions { Feed = "desk", IsPhishing = true });
        Assert.Equal((1, 1), (result.Counts.Added, result.Counts.Duplicate));
        Assert.Equal("desk", Assert.Single(Store.Samples.Feeds()).Name);
    }

    [Fact]
    public void Rows_without_a_label_are_refused_with_the_way_out()
    {
        var result = Run(Place.Write("list.txt", "bad.test/login\n"), new ImportOptions());
        Assert.Equal("no label; name one with --label, or put the file into phishing/ or benign/", Assert.Single(Store.Imports.Rejects(result.Counts.Id)).Reason);
    }

    [Fact]
    public void What_stands_before_the_cut_of_a_truncated_archive_is_kept()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"bad{i * 7919}.test/{i * 104729}"));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(System.Text.Encoding.UTF8.GetBytes(lines));
        File.WriteAllBytes(Place.File("cut.txt.gz"), packed.ToArray()[..(packed.ToArray().Length / 2)]);
        var result = Run(Place.File("cut.txt.gz"), new ImportOptions { IsPhishing = true });
        Assert.NotNull(result.Damage);
        Assert.InRange(result.Counts.Added, 100, 4999);
        Assert.Equal("damaged", Store.Imports.Recent(1)[0].Outcome);
    }

    private ImportResult Run(string path, ImportOptions options) => _import.Run(path, options, ct: TestContext.Current.CancellationToken);

    private static (long, long, long, long, long) Numbers(ImportRecord counts) =>
        (counts.Read, counts.Added, counts.Duplicate, counts.Rejected, counts.SetAside);
}

public sealed class UrlImportOnSqlite() : UrlImportTests(StoreKind.Sqlite);

public sealed class UrlImportOnPostgres() : UrlImportTests(StoreKind.Postgres);
