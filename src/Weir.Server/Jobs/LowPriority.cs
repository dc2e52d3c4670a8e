using System.Runtime.InteropServices;

namespace Weir.Server.Jobs;

/// <summary>Lets a thread stand back behind those that answer requests.</summary>
internal static class LowPriority
{
    private const int OfThread = 0;
    private const int Nice = 15;

    /// <summary>Lowers the calling thread for the rest of its life.</summary>
    public static void Take()
    {
        // On Linux the runtime has no priorities; niceness there belongs to the thread that asks (setpriority(2), "C library/kernel differences").
        if (OperatingSystem.IsLinux()) _ = SetPriority(OfThread, 0, Nice);
        else Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, uint who, int priority);
}
