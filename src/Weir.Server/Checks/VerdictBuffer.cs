using System.Buffers;
using System.Text.Json;
using Weir.Detection;

namespace Weir.Server.Checks;

/// <summary>Verdicts as JSON in a reusable buffer; one a thread, so that an answer costs no buffers.</summary>
internal sealed class VerdictBuffer
{
    [ThreadStatic]
    private static VerdictBuffer? _ofThread;

    private readonly ArrayBufferWriter<byte> _bytes = new(2048);

    private readonly Utf8JsonWriter _json;

    /// <summary>An empty buffer.</summary>
    public VerdictBuffer() => _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { SkipValidation = true });

    /// <summary>This thread's buffer, emptied. Use it up before the next await.</summary>
    public static VerdictBuffer Rent()
    {
        var buffer = _ofThread ??= new VerdictBuffer();
        buffer._bytes.ResetWrittenCount();
        return buffer;
    }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>Appends raw bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Appends one verdict.</summary>
    public void Write(Verdict verdict)
    {
        _json.Reset();
        JsonSerializer.Serialize(_json, verdict, VerdictJson.Default.Verdict);
        _json.Flush();
    }

    /// <summary>Empties the buffer.</summary>
    public void Clear() => _bytes.ResetWrittenCount();
}
