using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Weir.Pipeline.Tables;
using Weir.Server.Security;
using Weir.Storage;

namespace Weir.Server.Dashboard.Tables;

/// <summary>A page of one table, which its address names.</summary>
public abstract class OneTable : ComponentBase
{
    /// <summary>The name in the address.</summary>
    [Parameter] public string Name { get; set; } = "";

    [CascadingParameter] private protected HttpContext Http { get; set; } = null!;

    [Inject] private protected StoreDoor Open { get; set; } = null!;

    [Inject] private protected NavigationManager Here { get; set; } = null!;

    /// <summary>The table; null when there is none of this name.</summary>
    private protected KnownTable? Table { get; private set; }

    private protected WeirStore Store => Open();

    private protected bool MayChange => Http.Caller().May(AccessRole.Analyst);

    private protected CancellationToken Gone => Http.RequestAborted;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Table = new TableCatalog(Store).Find(Name);
        if (Table is null) Http.IsMissing();
        else Look();
    }

    /// <summary>Reads what the page shows.</summary>
    private protected virtual void Look()
    {
    }

    private protected string? Asked(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    private protected string? Sent(string name) => Http.Request.HasFormContentType && Http.Request.Form[name].ToString() is { Length: > 0 } text ? text : null;
}
