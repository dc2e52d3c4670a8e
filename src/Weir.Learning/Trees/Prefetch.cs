using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Weir.Learning.Trees;

/// <summary>Asks for memory before it is needed; changes nothing but the time. The one place of the core with a pointer.</summary>
internal static class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line(ref byte at)
    {
        // Should the collector move the array meanwhile, only the hint is lost.
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref at));
    }
}
