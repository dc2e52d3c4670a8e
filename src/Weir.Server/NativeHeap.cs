using System.Runtime.InteropServices;

namespace Weir.Server;

/// <summary>The heap of the C library, from which SQLite takes its memory.</summary>
public static class NativeHeap
{
    private const int ArenaMax = -8;
    private const int Arenas = 2;

    /// <summary>
    /// Bounds the number of arenas (glibc, mallopt(3), M_ARENA_MAX) that otherwise grows to eight a processor, each with memory that it does not
    /// give back: the database is asked by many threads in turn. Call it before threads are made; elsewhere than on glibc it does nothing.
    /// </summary>
    public static void BoundArenas()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var library)) return;
        if (NativeLibrary.TryGetExport(library, "mallopt", out var address)) _ = Marshal.GetDelegateForFunctionPointer<Mallopt>(address)(ArenaMax, Arenas);
        NativeLibrary.Free(library);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Mallopt(int parameter, int value);
}
