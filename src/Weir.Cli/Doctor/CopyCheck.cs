using Weir.Pipeline.Keeping;

namespace Weir.Cli.Doctor;

/// <summary>Whether the object storage answers to the keys that are set.</summary>
internal static class CopyCheck
{
    public static async Task<IReadOnlyList<Diagnosis>> RunAsync(S3Settings? settings, CancellationToken ct)
    {
        if (settings is null) return [];
        try
        {
            return [await S3Copy.LastAsync(settings, ct) is { } last
                ? Diagnosis.Ok("s3", $"{settings.Name} holds a copy of {last:yyyy-MM-dd HH:mm} UTC.")
                : Diagnosis.Warning("s3", $"{settings.Name} answers, but holds no copy yet; `weir backup s3` makes one.")];
        }
        catch (KeepingException fault)
        {
            return [Diagnosis.Broken("s3", fault.Message)];
        }
    }
}
