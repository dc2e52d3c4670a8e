using System.Security.Cryptography;
using System.Text;

namespace Weir.Pipeline.Tables.Training;

/// <summary>A hash of texts, lower-case hex.</summary>
internal static class TableHash
{
    public static string Of(params string[] texts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))));
}
