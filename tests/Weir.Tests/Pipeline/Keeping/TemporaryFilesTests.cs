using Weir.Pipeline.Keeping;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Keeping;

public sealed class TemporaryFilesTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_a_killed_process_left_goes_and_everything_else_stays()
    {
        Directory.CreateDirectory(_directory.File("models"));
        Directory.CreateDirectory(_directory.File("restore.tmp/models"));
        foreach (var name in (string[])["models/a.weir.tmp", "s3-copy.db.tmp", "s3-copy.db.tmp-journal", "restore.tmp/models/b.weir"]) _directory.Write(name, "half");
        foreach (var name in (string[])["models/a.weir", "weir.db", "weir.json"]) _directory.Write(name, "whole");
        Assert.Equal(4, TemporaryFiles.Clean(_directory.Path));
        Assert.Equal(["a.weir", "weir.db", "weir.json"], Directory.GetFiles(_directory.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).Order());
        Assert.False(Directory.Exists(_directory.File("restore.tmp")));
    }

    [Fact]
    public void What_a_living_process_is_writing_stays()
    {
        using var held = new FileStream(_directory.File("a.weir.tmp"), FileMode.Create, FileAccess.Write, FileShare.None);
        Assert.Equal(0, TemporaryFiles.Clean(_directory.Path));
        Assert.True(File.Exists(_directory.File("a.weir.tmp")));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_clean() => Assert.Equal(0, TemporaryFiles.Clean(_directory.File("nowhere")));
}
