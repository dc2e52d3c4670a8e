using Microsoft.Playwright;

namespace Weir.BrowserTests.Support;

/// <summary>What a page is shown on.</summary>
internal sealed record Screen(string Name, int Width, int Height, ColorScheme Scheme)
{
    /// <summary>A desk in daylight.</summary>
    public static Screen Light { get; } = new("light", 1280, 800, ColorScheme.Light);

    /// <summary>The same at night.</summary>
    public static Screen Dark { get; } = Light with { Name = "dark", Scheme = ColorScheme.Dark };

    /// <summary>A narrow phone.</summary>
    public static Screen Phone { get; } = new("phone", 360, 740, ColorScheme.Light);
}
