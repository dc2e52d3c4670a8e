using Weir.Pipeline.Files;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Files;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_write_that_fails_leaves_nothing_half()
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("x"), "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(directory.File("x"), _ => throw new IOException("No space left on device")));
        Assert.Equal("old", File.ReadAllText(directory.File("x")));
        Assert.Equal(["x"], Directory.GetFiles(directory.Path).Select(Path.GetFileName));
    }
}
