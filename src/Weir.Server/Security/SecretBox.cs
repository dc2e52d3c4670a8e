using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage;

namespace Weir.Server.Security;

/// <summary>Encrypts what must be kept and read again. The keys lie in <c>keys/</c> of the data directory, which nobody else may read, and renew themselves.</summary>
internal static class SecretBox
{
    private const string Program = "Weir";

    /// <summary>The folder of the keys.</summary>
    public static string FolderIn(string dataDirectory) => Path.Combine(dataDirectory, "keys");

    /// <summary>Adds the keys to the server, so that forms and sessions outlive a restart; without a folder to write they last as long as the process.</summary>
    public static void AddSecretBox(this IServiceCollection services, string dataDirectory)
    {
        var protection = services.AddDataProtection().SetApplicationName(Program);
        if (Prepare(dataDirectory) is { } folder) protection.PersistKeysToFileSystem(folder);
        else protection.UseEphemeralDataProtectionProvider();
    }

    /// <summary>What encrypts for a purpose, outside of a server.</summary>
    public static IDataProtector Open(string dataDirectory, string purpose) =>
        (Prepare(dataDirectory) is { } folder ? DataProtectionProvider.Create(folder, protection => protection.SetApplicationName(Program)) : new EphemeralDataProtectionProvider()).CreateProtector(purpose);

    /// <summary>What was encrypted; null when it was altered, or with keys that are gone.</summary>
    public static string? TryUnprotect(this IDataProtector protector, string text)
    {
        try
        {
            return protector.Unprotect(text);
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static DirectoryInfo? Prepare(string dataDirectory)
    {
        if (!Directory.Exists(dataDirectory)) return null;
        try
        {
            var folder = FolderIn(dataDirectory);
            OwnerOnly.MakeDirectory(folder);
            return new DirectoryInfo(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
