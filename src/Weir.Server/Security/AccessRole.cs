namespace Weir.Server.Security;

/// <summary>What a caller may do. Each role may do all that those before it may.</summary>
internal enum AccessRole
{
    /// <summary>Anyone, also without an account: probes, the login page, the public page of an appeal.</summary>
    Anyone,

    /// <summary>May have subjects judged, and object to a verdict.</summary>
    Check,

    /// <summary>May look at everything of his tenant.</summary>
    Viewer,

    /// <summary>May change lists, jobs and appeals of his tenant.</summary>
    Analyst,

    /// <summary>May change models, feeds, keys, accounts and settings.</summary>
    Admin,
}
