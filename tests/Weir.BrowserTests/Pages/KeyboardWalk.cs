using System.Text.Json.Serialization;
using Microsoft.Playwright;

namespace Weir.BrowserTests.Pages;

/// <summary>Walks over a page with the Tab key alone.</summary>
internal static class KeyboardWalk
{
    private const int MostSteps = 60;

    // The outline belongs to what has the focus; a browser that is asked for it has drawn it.
    private const string Look = """
        () => {
          const at = document.activeElement;
          if (!at || at === document.body || at === document.documentElement) return null;
          const style = getComputedStyle(at), box = at.getBoundingClientRect();
          return {
            name: at.tagName.toLowerCase() + ' ' + (at.getAttribute('href') || at.getAttribute('name') || at.textContent.trim().slice(0, 30)),
            inNav: !!at.closest('nav'), inMain: !!at.closest('main'),
            isSeen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0,
            isMarked: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
          };
        }
        """;

    /// <summary>What had the focus, step by step, until it comes round.</summary>
    public static async Task<IReadOnlyList<Focus>> Of(IPage page)
    {
        var steps = new List<Focus>();
        // From the top, also where a field has the focus from the start.
        await page.EvaluateAsync("() => document.querySelector('a, button')?.focus()");
        for (var i = 0; i < MostSteps; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<Focus?>(Look) is not { } focus) break;
            steps.Add(focus);
        }

        return steps;
    }

    /// <summary>What has the focus.</summary>
    internal sealed class Focus
    {
        /// <summary>What it is.</summary>
        [JsonPropertyName("name")] public string Name { get; set; } = "";

        /// <summary>Part of the navigation.</summary>
        [JsonPropertyName("inNav")] public bool InNav { get; set; }

        /// <summary>Part of the content.</summary>
        [JsonPropertyName("inMain")] public bool InMain { get; set; }

        /// <summary>Within what is shown.</summary>
        [JsonPropertyName("isSeen")] public bool IsSeen { get; set; }

        /// <summary>Drawn so that one sees where one is.</summary>
        [JsonPropertyName("isMarked")] public bool IsMarked { get; set; }
    }
}
