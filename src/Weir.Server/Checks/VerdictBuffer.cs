using Weir.Detection;

namespace Weir.Server.Checks;

/// <summary>Where the answers of a thread are written, so that an answer costs no buffers.</summary>
internal static class VerdictBuffer
{
    [ThreadStatic]
    private static VerdictUtf8? _ofThread;

    /// <summary>This thread's buffer, emptied. Use it up before the next await.</summary>
    public static VerdictUtf8 Rent()
    {
        var buffer = _ofThread ??= new VerdictUtf8();
        buffer.Clear();
        return buffer;
    }
}
