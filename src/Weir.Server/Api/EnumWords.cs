namespace Weir.Server.Api;

/// <summary>Reads the name of a value of an enumeration: in any case, and neither a number nor several of them, which the framework would take.</summary>
internal static class EnumWords
{
    /// <summary>The value of a name; false when there is none.</summary>
    public static bool TryRead<T>(string text, out T value) where T : struct, Enum
    {
        foreach (var name in Enum.GetNames<T>())
        {
            if (!name.Equals(text, StringComparison.OrdinalIgnoreCase)) continue;
            value = Enum.Parse<T>(name);
            return true;
        }

        value = default;
        return false;
    }
}
