using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Weir.Server.Security;
using Xunit;

namespace Weir.BrowserTests.Security;

public sealed class LoginTests(WeirInBrowser weir)
{
    [Fact]
    public async Task Whoever_wants_a_page_comes_to_it_by_logging_in_on_a_phone()
    {
        Assert.Null(Accounts.Add(weir.Store, "phone-user", "viewer", "main", Visitor.Password, "test"));
        await using var visitor = await Visitor.At(weir.Browser, weir.Origin, Screen.Phone);
        await visitor.Page.GotoAsync("/lists?kind=block");
        visitor.IsAt("/login");
        await visitor.Send("Log in", ("Name", "phone-user"), ("Password", "wrong"));
        await visitor.Reads("Name, password or code is wrong");
        await visitor.Send("Log in", ("Password", Visitor.Password));
        visitor.IsAt("/lists");
        await visitor.Page.GotoAsync("/keys");
        await visitor.Reads("not for your role");
    }

    [Fact]
    public async Task What_is_typed_is_text_and_nothing_else()
    {
        Assert.Null(Accounts.Add(weir.Store, "somebody", "viewer", "main", Visitor.Password, "test"));
        await using var visitor = await Visitor.At(weir.Browser, weir.Origin);
        await visitor.Page.GotoAsync("/login?next=javascript:alert(1)&why=<script>alert(1)</script>");
        await visitor.Send("Log in", ("Name", SomeWorld.Hostile[..60]), ("Password", SomeWorld.Hostile));
        await visitor.Reads("is wrong");
        await visitor.Page.GotoAsync("/setup?token=" + Uri.EscapeDataString(SomeWorld.Hostile));
        await visitor.Reads("Further accounts");
        await Axe.FindsNothing(visitor.Page);
    }

    [Fact]
    public async Task An_admin_makes_a_key_by_keyboard_and_takes_it_back()
    {
        Assert.Null(Accounts.Add(weir.Store, "key-admin", "admin", "main", Visitor.Password, "test"));
        await using var visitor = await Visitor.At(weir.Browser, weir.Origin);
        await visitor.LogIn("key-admin");
        await visitor.Page.GotoAsync("/keys");
        await visitor.Page.FocusAsync("#name");
        await visitor.Page.Keyboard.TypeAsync("mail-gateway");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Reads("Copy it now");
        Assert.StartsWith("weir_", await visitor.Page.InnerTextAsync("#token"), StringComparison.Ordinal);
        await Axe.FindsNothing(visitor.Page);
        await visitor.Page.ReloadAsync();
        Assert.Equal(0, await visitor.Page.Locator("#token").CountAsync());
        var row = visitor.Page.Locator("tr", new() { HasText = "mail-gateway" });
        await row.Locator("summary").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await row.GetByRole(AriaRole.Button, new() { Name = "Revoke it" }).ClickAsync();
        await visitor.Reads("The key is revoked");
        Assert.NotNull(weir.Store.Keys.Page("main", null, 100).Single(key => key.Name == "mail-gateway").RevokedAt);
    }
}
