using Weir.Server.Tables;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Tables;

public sealed class LeftUploadsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_server_left_of_uploads_is_swept_up_and_what_another_reads_stays()
    {
        using var place = new TempDatabase(StoreKind.Sqlite).WithSettings();
        using var store = place.Open(TimeProvider.System);
        var uploads = Directory.CreateDirectory(Path.Combine(store.DataDirectory, "uploads")).FullName;
        string[] files = [Path.Combine(uploads, "left"), Path.Combine(uploads, "read"), Path.Combine(uploads, "fresh")];
        foreach (var file in files) await File.WriteAllTextAsync(file, "a,b\n", Ct);
        foreach (var file in files[..2]) File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5));
        using var rows = new UploadedRows(files[1], "read", "", _ => []);
        await using var server = await ServerUnderTest.Start(store: store);
        Assert.Equal(["fresh", "read"], Directory.GetFiles(uploads).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
