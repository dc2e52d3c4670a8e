using System.Globalization;
using System.Text;
using QRCoder;

namespace Weir.Server.Dashboard.Security;

/// <summary>A text as a QR code, to be drawn as one path.</summary>
/// <param name="ViewBox">The field with its white edge.</param>
/// <param name="Path">The dark squares.</param>
internal sealed record QrCode(string ViewBox, string Path)
{
    /// <summary>Draws a text.</summary>
    public static QrCode Of(string text)
    {
        using var made = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = made.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows[y].Length; x++)
                if (rows[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        return new($"0 0 {rows.Count} {rows.Count}", path.ToString());
    }
}
