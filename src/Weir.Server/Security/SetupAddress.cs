namespace Weir.Server.Security;

/// <summary>Under which address a person at this machine finds the server.</summary>
internal static class SetupAddress
{
    private static readonly string[] Anywhere = ["//0.0.0.0", "//[::]", "//*", "//+"];

    /// <summary>The address with TLS where there is one, else the first; localhost where it listens on every address.</summary>
    public static string Of(IReadOnlyCollection<string> addresses)
    {
        var address = addresses.FirstOrDefault(one => one.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) ?? addresses.First();
        foreach (var any in Anywhere) address = address.Replace(any, "//localhost", StringComparison.Ordinal);
        return address.TrimEnd('/');
    }
}
