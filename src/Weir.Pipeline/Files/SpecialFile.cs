using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Pipeline.Files;

/// <summary>Tells pipes, sockets and devices from files: opening one may wait for ever, and .NET does not say which is which.</summary>
internal static class SpecialFile
{
    private const int FromHere = -100;
    private const uint WantsType = 1;
    private const int Answer = 256;
    private const int ModeAt = 28;
    private const int TypeOf = 0xF000;
    private const int Pipe = 0x1000;
    private const int Characters = 0x2000;
    private const int Blocks = 0x6000;
    private const int Socket = 0xC000;

    /// <summary>True for what is there and is neither a file nor a directory; links are followed. False where the system cannot be asked.</summary>
    public static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux()) return false;
        // struct statx is laid out alike on every machine, unlike struct stat.
        var answer = new byte[Answer];
        if (Ask(FromHere, Encoding.UTF8.GetBytes(path + '\0'), 0, WantsType, answer) != 0) return false;
        return (BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeAt)) & TypeOf) is Pipe or Characters or Blocks or Socket;
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Ask(int folder, byte[] path, int flags, uint mask, byte[] answer);
}
