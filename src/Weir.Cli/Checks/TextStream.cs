using System.Text;

namespace Weir.Cli.Checks;

/// <summary>Lets tests read what would go to stdout.</summary>
internal sealed class TextStream(TextWriter writer) : MemoryStream
{
    protected override void Dispose(bool disposing)
    {
        if (disposing) writer.Write(Encoding.UTF8.GetString(ToArray()));
        base.Dispose(disposing);
    }
}
